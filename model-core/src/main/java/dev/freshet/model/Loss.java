package dev.freshet.model;

/** What training makes small; the mean over a batch, each example counted by its weight. */
public enum Loss {
    /** Mean squared error over the outputs, as Keras has it. */
    MSE,
    /** −y log p − (1 − y) log(1 − p) for one output p, the probability of class 1. */
    BINARY_CROSS_ENTROPY,
    /** −log of the probability of the label's class. */
    CATEGORICAL_CROSS_ENTROPY;

    /** Probabilities are kept this far from 0 and 1 where a logarithm or a division needs it, as in Keras. */
    static final float EPSILON = 1e-7f;

    /** Whether the gradient with respect to this activation's input is simply (prediction − target). */
    boolean isCanonicalFor(Activation activation) {
        return switch (this) {
            case MSE -> false;
            case BINARY_CROSS_ENTROPY -> activation == Activation.SIGMOID;
            case CATEGORICAL_CROSS_ENTROPY -> activation == Activation.SOFTMAX;
        };
    }

    /**
     * Fills {@code d[at .. at + n)} with the gradient of one example's loss, times {@code scale}: with respect to z where
     * {@link #isCanonicalFor} holds, else with respect to a.
     *
     * @param a activations of the last layer, same places as d
     * @param label a class's index, or the number to predict
     */
    void differentiate(float[] a, double label, Activation activation, float scale, float[] d, int at, int n) {
        boolean canonical = isCanonicalFor(activation);
        for (int j = 0; j < n; j++) {
            float target = target(label, j, n);
            float p = a[at + j];
            d[at + j] = scale * (canonical ? p - target : slope(p, target, n));
        }
    }

    private float target(double label, int j, int n) {
        boolean oneHot = this == CATEGORICAL_CROSS_ENTROPY || (this == MSE && n > 1);
        return oneHot ? (j == (int) label ? 1 : 0) : (float) label;
    }

    private float slope(float p, float target, int n) {
        return switch (this) {
            case MSE -> 2 * (p - target) / n;
            case BINARY_CROSS_ENTROPY -> {
                float q = Math.min(Math.max(p, EPSILON), 1 - EPSILON);
                yield (q - target) / (q * (1 - q));
            }
            case CATEGORICAL_CROSS_ENTROPY -> -target / Math.max(p, EPSILON);
        };
    }
}
