package dev.freshet.model.drift;

/**
 * The population stability index of shares r in the reference and c now,
 *
 * <pre>
 * Σ (r − c) ln(r / c)    a share of 0 counts as .0001
 * </pre>
 *
 * The bounds are the industry's, whatever the samples' sizes.
 *
 * @param bins of equal reference shares, in [2, 1000]
 * @param warning index above which to warn, > 0
 * @param drift index above which there is a drift, ≥ {@code warning}
 * @see <a href="https://doi.org/10.21314/JRMV.2019.214">Yurdakul and Naranjo (2020)</a>
 */
public record Psi(int bins, double warning, double drift) implements DistributionTest {
    private static final double EMPTY = 1e-4;

    public Psi {
        Histograms.check("psi", bins, warning, drift);
        Check.notAbove("psi.warning", warning, "psi.drift", drift);
    }

    /** The usual 10 bins, .1 for a warning and .25 for a drift. */
    public Psi() {
        this(10, 0.1, 0.25);
    }

    @Override
    public String name() {
        return "psi";
    }

    @Override
    public double statistic(double[] counts, int reference, int current, int cells) {
        double n = Histograms.total(counts, reference, cells);
        double m = Histograms.total(counts, current, cells);
        double sum = 0;
        for (int i = 0; i < cells; i++) {
            double r = counts[reference + i] == 0 ? EMPTY : counts[reference + i] / n;
            double c = counts[current + i] == 0 ? EMPTY : counts[current + i] / m;
            sum += (r - c) * StrictMath.log(r / c);
        }
        return sum;
    }

    @Override
    public double warningBound(double n, double m) {
        return warning;
    }

    @Override
    public double driftBound(double n, double m) {
        return drift;
    }
}
