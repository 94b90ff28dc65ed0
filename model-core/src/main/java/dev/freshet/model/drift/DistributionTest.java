package dev.freshet.model.drift;

import java.io.Serializable;

/**
 * How far the distribution of a feature lies from its reference, judged by two histograms over the same cells, and from where
 * on that is a warning or a drift. Used by {@link FeatureDrift}, which makes the cells: quantile bins of the reference, in
 * ascending order.
 */
public sealed interface DistributionTest extends Serializable permits JensenShannon, KolmogorovSmirnov, Psi {

    /** Lower case, as in a pipeline file. */
    String name();

    /** Bins that each hold the same share of the reference, in [2, 1000]. */
    int bins();

    /**
     * The distance of two histograms, 0 if their shares are equal.
     *
     * @param counts holds both histograms, read only
     * @param reference where the first begins
     * @param current where the second begins
     * @param cells of each
     */
    double statistic(double[] counts, int reference, int current, int cells);

    /** The statistic above which to warn, of samples of {@code n} and {@code m} values. */
    double warningBound(double n, double m);

    /** The statistic above which a sample of {@code m} values has drifted from one of {@code n}. */
    double driftBound(double n, double m);
}
