package dev.freshet.model;

/**
 * {@code activation(x W + b)}: W is (in, units) row-major, followed by b (units), in float32.
 *
 * <p>The penalty l1 Σ|w| + l2 Σ w² is added to the batch's mean loss, as in Keras, so that a gradient gets
 * {@code l1 sign(w) + 2 l2 w}; biases are free of it. After each step the incoming weights of a unit, a column of W, are
 * scaled down to L2 norm {@code maxNorm} if they are longer, as by Keras's MaxNorm over axis 0.
 *
 * @param units outputs, 1 to 65,536
 * @param l1 finite, ≥ 0; 0 for none
 * @param l2 finite, ≥ 0; 0 for none
 * @param maxNorm &gt; 0; infinite for none
 */
public record Dense(int units, Activation activation, Initializer initializer, double l1, double l2, double maxNorm)
        implements Layer {

    public Dense {
        if (!(units >= 1 && units <= 65_536)) {
            throw new IllegalArgumentException("dense must have 1 to 65,536 units: got " + units);
        }
        requirePenalty("l1", l1);
        requirePenalty("l2", l2);
        if (!((float) maxNorm > 0)) {
            throw new IllegalArgumentException("dense.max-norm must be > 0: got " + maxNorm);
        }
    }

    /** Without penalty. */
    public Dense(int units, Activation activation, Initializer initializer) {
        this(units, activation, initializer, 0, 0, Double.POSITIVE_INFINITY);
    }

    /** Glorot-uniform weights, as Keras has them, without penalty. */
    public Dense(int units, Activation activation) {
        this(units, activation, Initializer.GLOROT_UNIFORM);
    }

    private static void requirePenalty(String name, double penalty) {
        if (!(penalty >= 0 && (float) (2 * penalty) < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("dense." + name + " must be >= 0 and finite: got " + penalty);
        }
    }

    /** The same layer with a penalty of {@code l1} times the sum of the weights' sizes. */
    public Dense withL1(double l1) {
        return new Dense(units, activation, initializer, l1, l2, maxNorm);
    }

    /** The same layer with a penalty of {@code l2} times the sum of the weights' squares. */
    public Dense withL2(double l2) {
        return new Dense(units, activation, initializer, l1, l2, maxNorm);
    }

    /** The same layer with units whose incoming weights are no longer than {@code maxNorm}. */
    public Dense withMaxNorm(double maxNorm) {
        return new Dense(units, activation, initializer, l1, l2, maxNorm);
    }

    /** Whether it asks of its weights more than a small loss. */
    boolean restrained() {
        return l1 > 0 || l2 > 0 || maxNorm < Double.POSITIVE_INFINITY;
    }

    @Override
    public int units(int inputs) {
        return units;
    }

    @Override
    public long parameters(int inputs) {
        return (inputs + 1L) * units;
    }
}
