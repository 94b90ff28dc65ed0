package dev.freshet.model.encode;

/**
 * What is done to a number x before a network sees it, by one key's numbers so far, this one included. A number beyond
 * ±{@link Float#MAX_VALUE} enters as that bound, so that no finite double can make a statistic infinite.
 */
public enum Scaling {
    /** x itself. */
    NONE(0),
    /** {@code (x - mean) / deviation}, the population's; 0 while all numbers are equal. */
    STANDARD(Moments.LENGTH),
    /** {@code (x - min) / (max - min)}, which lies in [0, 1]; 0 while all numbers are equal. */
    MIN_MAX(3),
    /** {@code x / max |x|}, which lies in [-1, 1]; 0 while all numbers are 0. */
    MAX_ABS(1),
    /** {@code (x - median) / IQR}, by {@link Quartiles}' estimates; an IQR of 0 divides as 1. */
    ROBUST(Quartiles.LENGTH);

    private final int statsLength;

    Scaling(int statsLength) {
        this.statsLength = statsLength;
    }

    /** Doubles of statistics per number. */
    int statsLength() {
        return statsLength;
    }

    /** The column of {@code raw}; 0 where it is missing, which then enters no statistic. */
    float column(double raw, double[] stats, int s, boolean learn) {
        if (Double.isNaN(raw)) {
            return 0;
        }
        if (this == NONE) {
            return (float) raw;
        }
        double x = bounded(raw);
        if (learn) {
            learn(x, stats, s);
        }
        return (float) bounded(scaled(x, stats, s));
    }

    private void learn(double x, double[] stats, int s) {
        switch (this) {
            case NONE -> {}
            case STANDARD -> Moments.add(x, stats, s);
            case MIN_MAX -> {
                boolean first = stats[s] == 0;
                stats[s] = 1;
                stats[s + 1] = first ? x : Math.min(x, stats[s + 1]);
                stats[s + 2] = first ? x : Math.max(x, stats[s + 2]);
            }
            case MAX_ABS -> stats[s] = Math.max(Math.abs(x), stats[s]);
            case ROBUST -> Quartiles.add(x, stats, s);
        }
    }

    private double scaled(double x, double[] stats, int s) {
        return switch (this) {
            case NONE -> x;
            case STANDARD -> Moments.standardised(x, stats, s);
            case MIN_MAX -> ratio(x - stats[s + 1], stats[s + 2] - stats[s + 1]);
            case MAX_ABS -> ratio(x, stats[s]);
            case ROBUST -> {
                double range = Quartiles.quantile(0.75, stats, s) - Quartiles.quantile(0.25, stats, s);
                yield (x - Quartiles.quantile(0.5, stats, s)) / (range > 0 ? range : 1);
            }
        };
    }

    /** With {@link #divisor}, the same as a formula of one form: {@code (x − shift) / divisor}. */
    double shift(double[] stats, int s) {
        return switch (this) {
            case NONE, MAX_ABS -> 0;
            case STANDARD, MIN_MAX -> stats[s + 1];
            case ROBUST -> Quartiles.quantile(0.5, stats, s);
        };
    }

    /** Infinite where the column is 0 for every x. */
    double divisor(double[] stats, int s) {
        double divisor = switch (this) {
            case NONE -> 1;
            case STANDARD -> Math.sqrt(stats[s + 2]);
            case MIN_MAX -> stats[s + 2] - stats[s + 1];
            case MAX_ABS -> stats[s];
            case ROBUST -> {
                double range = Quartiles.quantile(0.75, stats, s) - Quartiles.quantile(0.25, stats, s);
                yield range > 0 ? range : 1;
            }
        };
        return divisor > 0 ? divisor : Double.POSITIVE_INFINITY;
    }

    private static double ratio(double part, double whole) {
        return whole > 0 ? part / whole : 0;
    }

    /** The nearest number that float32 holds finite. */
    static double bounded(double x) {
        return Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, x));
    }
}
