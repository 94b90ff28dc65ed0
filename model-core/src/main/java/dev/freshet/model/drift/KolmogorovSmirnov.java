package dev.freshet.model.drift;

/**
 * The two-sample Kolmogorov-Smirnov test: the greatest distance of the cumulative shares, against the bound that chance
 * exceeds with probability α,
 *
 * <pre>
 * D = max |R − C| > √(−½ ln(α/2) · (n + m) / (n m))
 * </pre>
 *
 * D is taken at the cells' edges, so it is at most one cell's share too small; the bound is that of large samples. As tests
 * are made again and again on windows that overlap, α is far from the rate of false alarms: README has that rate.
 *
 * @param bins of equal reference shares, in [2, 1000]
 * @param warning α of a warning, in (0, 1)
 * @param drift α of a drift, in (0, {@code warning}]
 * @see <a href="https://doi.org/10.1214/aoms/1177730256">Smirnov (1948)</a>
 */
public record KolmogorovSmirnov(int bins, double warning, double drift) implements DistributionTest {

    public KolmogorovSmirnov {
        Check.between(2, 1000, "kolmogorov-smirnov.bins", bins);
        Check.fraction("kolmogorov-smirnov.warning", warning);
        Check.fraction("kolmogorov-smirnov.drift", drift);
        Check.notAbove("kolmogorov-smirnov.drift", drift, "kolmogorov-smirnov.warning", warning);
    }

    /** 20 bins, α .001 for a warning and .0001 for a drift. */
    public KolmogorovSmirnov() {
        this(20, 1e-3, 1e-4);
    }

    @Override
    public String name() {
        return "kolmogorov-smirnov";
    }

    @Override
    public double statistic(double[] counts, int reference, int current, int cells) {
        double n = Histograms.total(counts, reference, cells);
        double m = Histograms.total(counts, current, cells);
        double largest = 0;
        double r = 0;
        double c = 0;
        for (int i = 0; i < cells; i++) {
            r += counts[reference + i];
            c += counts[current + i];
            largest = Math.max(largest, Math.abs(r / n - c / m));
        }
        return largest;
    }

    @Override
    public double warningBound(double n, double m) {
        return bound(warning, n, m);
    }

    @Override
    public double driftBound(double n, double m) {
        return bound(drift, n, m);
    }

    private static double bound(double alpha, double n, double m) {
        return Math.sqrt(StrictMath.log(2 / alpha) / 2 * (n + m) / (n * m));
    }
}
