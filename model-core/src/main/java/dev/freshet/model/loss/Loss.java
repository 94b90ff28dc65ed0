package dev.freshet.model.loss;

import java.io.Serializable;

/**
 * What training makes small, of one example; over a batch it is the mean, each example counted by its weight. The record is
 * the settings, and there is no state. A label is a class's index or, for one output of a regression, the number.
 *
 * @see Losses
 */
public sealed interface Loss extends Serializable
        permits Absolute,
                BinaryCrossEntropy,
                CategoricalCrossEntropy,
                ClassWeighted,
                Hinge,
                Huber,
                Poisson,
                Quantile,
                Squared {

    /** What the last layer must be for this loss. */
    Output output();

    /** The smallest label that has a meaning; no loss limits labels from above. */
    default double minLabel() {
        return Double.NEGATIVE_INFINITY;
    }

    /**
     * The loss of one example, always finite: one beyond ±1e100 counts as that bound.
     *
     * @param output of the last layer, finite, read from {@code [at, at + n)}
     */
    double value(float[] output, int at, int n, double label);

    /**
     * Fills {@code d[at .. at + n)} with {@code scale} times the loss's slope along z where {@link Output#isCanonical}
     * holds, else along the output. At a kink it is the slope 0 or, for hinge, that of the flat side.
     *
     * @param output of the last layer, same places as {@code d}
     */
    void gradient(float[] output, int at, int n, double label, float scale, float[] d);
}
