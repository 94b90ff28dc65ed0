package dev.freshet.model.drift;

/**
 * The Jensen-Shannon distance of shares r in the reference and c now, in natural units as SciPy has it,
 *
 * <pre>
 * √(½ Σ r ln(2r / (r + c)) + ½ Σ c ln(2c / (r + c)))    from 0 to √ln 2 = .8326
 * </pre>
 *
 * @param bins of equal reference shares, in [2, 1000]
 * @param warning distance above which to warn, > 0
 * @param drift distance above which there is a drift, ≥ {@code warning}
 * @see <a href="https://doi.org/10.1109/TIT.2003.813506">Endres and Schindelin (2003)</a>
 */
public record JensenShannon(int bins, double warning, double drift) implements DistributionTest {

    public JensenShannon {
        Histograms.check("jensen-shannon", bins, warning, drift);
        Check.notAbove("jensen-shannon.warning", warning, "jensen-shannon.drift", drift);
    }

    /** 10 bins, the usual .1 for a warning, and .2 for a drift. */
    public JensenShannon() {
        this(10, 0.1, 0.2);
    }

    @Override
    public String name() {
        return "jensen-shannon";
    }

    @Override
    public double statistic(double[] counts, int reference, int current, int cells) {
        double n = Histograms.total(counts, reference, cells);
        double m = Histograms.total(counts, current, cells);
        double sum = 0;
        for (int i = 0; i < cells; i++) {
            double r = counts[reference + i] / n;
            double c = counts[current + i] / m;
            sum += term(r, r + c) + term(c, r + c);
        }
        return Math.sqrt(Math.max(0, sum / 2));
    }

    private static double term(double share, double sum) {
        return share == 0 ? 0 : share * StrictMath.log(2 * share / sum);
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
