package dev.freshet.model;

/** What training makes small; the mean over a batch, each example counted by its weight. */
public enum Loss {
    /** Mean squared error over the outputs, as Keras has it. */
    MSE,
    /** −y log p − (1 − y) log(1 − p) for one output p, the probability of class 1. */
    BINARY_CROSS_ENTROPY,
    /** −log of the probability of the label's class. */
    CATEGORICAL_CROSS_ENTROPY;

    /**
     * Whether {@link #differentiate} gives the gradient with respect to z, the last layer's pre-activation, where it is
     * simply (prediction − target): so for a cross-entropy, whose activation {@link LearnerSpec} prescribes.
     */
    boolean isCanonical() {
        return this != MSE;
    }

    /**
     * Fills {@code d[at .. at + n)} with the gradient of one example's loss, times {@code scale}: with respect to z where
     * {@link #isCanonical} holds, else with respect to a.
     *
     * @param a activations of the last layer, same places as d
     * @param label a class's index, or the number to predict
     */
    void differentiate(float[] a, double label, float scale, float[] d, int at, int n) {
        for (int j = 0; j < n; j++) {
            float target = target(label, j, n);
            float difference = a[at + j] - target;
            d[at + j] = scale * (isCanonical() ? difference : 2 * difference / n);
        }
    }

    private float target(double label, int j, int n) {
        boolean oneHot = this == CATEGORICAL_CROSS_ENTROPY || (this == MSE && n > 1);
        return oneHot ? (j == (int) label ? 1 : 0) : (float) label;
    }
}
