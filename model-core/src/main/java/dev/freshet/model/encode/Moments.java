package dev.freshet.model.encode;

/**
 * Mean and population variance of the numbers so far: count, mean, variance.
 *
 * @see <a href="https://doi.org/10.2307/1266577">Welford (1962)</a>
 */
final class Moments {
    static final int LENGTH = 3;

    private Moments() {}

    static void add(double x, double[] stats, int s) {
        double n = ++stats[s];
        double fromOldMean = x - stats[s + 1];
        stats[s + 1] += fromOldMean / n;
        stats[s + 2] += (fromOldMean * (x - stats[s + 1]) - stats[s + 2]) / n;
    }

    static double standardised(double x, double[] stats, int s) {
        double variance = stats[s + 2];
        return variance > 0 ? (x - stats[s + 1]) / Math.sqrt(variance) : 0;
    }
}
