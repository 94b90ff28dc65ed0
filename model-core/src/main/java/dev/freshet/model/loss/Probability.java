package dev.freshet.model.loss;

import dev.freshet.model.math.DoubleMath;

/** What the two cross-entropies share. */
final class Probability {
    private static final double CLIP = 1e-7;

    private Probability() {}

    /** Of {@code p} clipped to [1e-7, 1 − 1e-7]. */
    static double log(double p) {
        return DoubleMath.log(p < CLIP ? CLIP : p > 1 - CLIP ? 1 - CLIP : p);
    }

    static void requireSmoothing(double smoothing) {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("cross-entropy.label-smoothing must lie in [0, 1): got " + smoothing);
        }
    }
}
