package dev.freshet.model;

import org.jspecify.annotations.Nullable;

/**
 * What a model key begins with: weights, optimiser slots and encoder statistics of a model that has learned from many keys,
 * immutable and named by its fingerprint. A key goes on learning from there; its counts, metrics and detectors begin at 0.
 *
 * <p>With a shrinkage of {@code n₀} examples, a key that has learned from {@code n} is drawn back to the prior {@code θ₀}:
 * each step adds {@code n₀ / (n₀ + n) · (θ − θ₀)} to the gradient of the mean loss, which fades as the key's own examples
 * outnumber {@code n₀}.
 */
public final class Prior {
    private final LearnerState state;
    private final double shrinkage;

    private Prior(LearnerState state, double shrinkage) {
        this.state = state;
        this.shrinkage = shrinkage;
    }

    /**
     * @param spec of the keys that begin here; the snapshot's rates, seed, loss and batch size may be others
     * @param snapshot bytes of {@link SnapshotCodec}; its open batch is not used
     * @param shrinkage examples at which a key's own count weighs as much as the prior, 0 for none
     * @throws IllegalArgumentException if the snapshot is damaged, of another shape or has learned nothing, or the
     *     shrinkage is not finite and >= 0, or is > 0 where a step touches only the columns of its batch
     */
    public static Prior of(LearnerSpec spec, byte[] snapshot, double shrinkage) {
        if (!(shrinkage >= 0 && shrinkage <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("prior.shrinkage must be >= 0 examples and finite: got " + shrinkage);
        }
        if (shrinkage > 0 && SparseNetwork.suits(spec)) {
            throw new IllegalArgumentException(
                    "prior.shrinkage must be 0 for sparse features, since a step touches only"
                            + " the columns of its batch: got " + shrinkage);
        }
        LearnerState state = new SnapshotCodec(new Learner(spec)).decode(snapshot);
        if (state.step == 0) {
            throw new IllegalArgumentException("prior must have learned from at least one batch: its snapshot, of "
                    + state.predicted + " examples, has step 0");
        }
        return new Prior(state, shrinkage);
    }

    /** The same for keys of another spec; null where their state has another form. */
    @Nullable
    Prior fitting(LearnerSpec mine, LearnerSpec other) {
        return Shape.of(mine).equals(Shape.of(other)) ? new Prior(state, shrinkage) : null;
    }

    /** Names the prior: {@link LearnerState#fingerprint} of its snapshot. */
    public long fingerprint() {
        return state.fingerprint;
    }

    /** Examples at which a key's own count weighs as much as the prior; 0 for none. */
    public double shrinkage() {
        return shrinkage;
    }

    /** Mixes what the prior changes about learning into a spec's hash. */
    long hash(long specHash) {
        return Draws.bits(Draws.bits(specHash, state.fingerprint), Double.doubleToLongBits(shrinkage));
    }

    /** A copy, as a key has them that has seen nothing. */
    Weights weights() {
        return state.weights.copy();
    }

    /** Lets {@code fresh}, a blank state, begin here. */
    void begin(LearnerState fresh) {
        fresh.weights = weights();
        System.arraycopy(state.encoderStats, 0, fresh.encoderStats, 0, fresh.encoderStats.length);
        fresh.prior = fingerprint();
    }

    /** How strongly a key that has learned from {@code trained} examples is drawn back. */
    float pull(long trained) {
        return shrinkage == 0 ? 0 : (float) (shrinkage / (shrinkage + trained));
    }

    /** Adds {@code pull (θ − θ₀)}. */
    void draw(float[] params, float[] gradient, float pull) {
        float[] prior = state.weights.params;
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = Math.fma(pull, params[i] - prior[i], gradient[i]);
        }
    }
}
