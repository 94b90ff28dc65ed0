package dev.freshet.model;

import java.io.Serializable;

/**
 * What keeps bad numbers from the weights. A batch whose gradient or update is not finite is always refused; these
 * settings refuse more. After a refusal the last good weights stand, and the rate may back off.
 *
 * @param maxNorm the largest L2 norm of a batch's gradient over all parameters, &gt; 0; infinite for no limit
 * @param lossSpike refuses a batch whose mean loss is more than this many times the fading mean (α .99) of the batches
 *     before, once there were 20, &gt; 1; infinite for no limit. A refused batch enters that mean as the limit, so that a
 *     loss which stays high is learned from in the end
 * @param backOff by which a refusal multiplies the rate, in (0, 1]; each batch learned takes back 1 %, up to 1
 */
public record Guard(double maxNorm, double lossSpike, double backOff) implements Serializable {

    /** Refuses gradients beyond 2^60, which would overflow float32 once squared, what is not finite, and nothing else. */
    public static final Guard DEFAULT = new Guard(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 1);

    public Guard {
        if (!(maxNorm > 0)) {
            throw new IllegalArgumentException("guard.max-norm must be > 0: got " + maxNorm);
        }
        if (!(lossSpike > 1)) {
            throw new IllegalArgumentException("guard.loss-spike must be > 1: got " + lossSpike);
        }
        if (!(backOff > 0 && backOff <= 1)) {
            throw new IllegalArgumentException("guard.back-off must lie in (0, 1]: got " + backOff);
        }
    }

    boolean watchesLoss() {
        return lossSpike < Double.POSITIVE_INFINITY;
    }

    /** Why a batch was refused. */
    public enum Refusal {
        /** A gradient is infinite, NaN, or beyond 2^60. */
        GRADIENT,
        /** Finite gradients came to weights or slots that are not. */
        UPDATE,
        /** {@link Guard#maxNorm}. */
        NORM,
        /** {@link Guard#lossSpike}. */
        LOSS
    }
}
