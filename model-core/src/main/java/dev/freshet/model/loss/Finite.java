package dev.freshet.model.loss;

/** Keeps a loss's value summable. */
final class Finite {
    private static final double LIMIT = 1e100;

    private Finite() {}

    static double bound(double value) {
        return Math.max(-LIMIT, Math.min(LIMIT, value));
    }
}
