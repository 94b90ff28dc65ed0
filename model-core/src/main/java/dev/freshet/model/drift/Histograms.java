package dev.freshet.model.drift;

/** What the distribution tests have in common. */
final class Histograms {

    private Histograms() {}

    static double total(double[] counts, int from, int cells) {
        double sum = 0;
        for (int i = from; i < from + cells; i++) {
            sum += counts[i];
        }
        return sum;
    }

    static void check(String name, int bins, double warning, double drift) {
        Check.between(2, 1000, name + ".bins", bins);
        Check.positive(name + ".warning", warning);
        Check.positive(name + ".drift", drift);
    }
}
