package dev.freshet.model.loss;

/** What a loss takes for the last layer's output: it fixes the task, the activation and the meaning of the label. */
public enum Output {
    /** Whatever the task takes: one number, or a probability per class. */
    ANY,
    /** One number, after any activation. */
    NUMBER,
    /** One positive mean e^z, of an exponential activation. */
    MEAN,
    /** Linear scores: one per class, or a single one that is positive for class 1. */
    SCORES,
    /** The probability of class 1, of a sigmoid activation. */
    PROBABILITY,
    /** A probability per class, of a softmax activation. */
    PROBABILITIES;

    /**
     * Whether {@link Loss#gradient} is with respect to z, the pre-activation, where it is simply prediction − target: so
     * where the activation is the loss's own. Else it is with respect to the output.
     */
    public boolean isCanonical() {
        return this == MEAN || this == PROBABILITY || this == PROBABILITIES;
    }

    /** Whether a class is predicted; {@link #ANY} takes both. */
    public boolean takesClasses() {
        return this != NUMBER && this != MEAN;
    }

    /** Whether a number is predicted; {@link #ANY} takes both. */
    public boolean takesNumbers() {
        return this == ANY || this == NUMBER || this == MEAN;
    }
}
