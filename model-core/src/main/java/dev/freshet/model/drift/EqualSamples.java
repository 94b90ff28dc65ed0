package dev.freshet.model.drift;

/** The two-sample Kolmogorov-Smirnov test for two samples of the same size n, exact. */
final class EqualSamples {

    private EqualSamples() {}

    /**
     * n · sup |F − G| of two sorted samples of {@code n} values each, at {@code first} and {@code second} of {@code values}.
     */
    static int distance(double[] values, int first, int second, int n) {
        int largest = 0;
        int i = 0;
        int j = 0;
        while (i < n && j < n) {
            double x = Math.min(values[first + i], values[second + j]);
            while (i < n && values[first + i] <= x) {
                i++;
            }
            while (j < n && values[second + j] <= x) {
                j++;
            }
            largest = Math.max(largest, Math.abs(i - j));
        }
        return largest;
    }

    /**
     * The probability, if both samples have one continuous distribution, of a distance of {@code k} / n or more.
     *
     * <pre>
     * 2 Σ (−1)^(j+1) C(2n, n − jk) / C(2n, n)    over j = 1 … ⌊n/k⌋
     * </pre>
     *
     * @see <a href="https://doi.org/10.1214/aoms/1177729551">Gnedenko and Korolyuk (1951), in Drion (1952)</a>
     */
    static double probability(int k, int n) {
        if (k == 0) {
            return 1;
        }
        double sum = 0;
        double term = 1;
        int reached = 0;
        for (int j = 1; j * k <= n; j++) {
            for (int i = reached + 1; i <= j * k; i++) {
                term *= (n - i + 1.0) / (n + i);
            }
            reached = j * k;
            sum += j % 2 == 1 ? term : -term;
        }
        return Math.min(1, 2 * sum);
    }
}
