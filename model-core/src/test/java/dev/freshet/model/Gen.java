package dev.freshet.model;

/** Seeded draws for property tests: SplitMix64, so that a seed printed by a failure gives the same case anywhere. */
final class Gen {
    private long state;

    Gen(long seed) {
        state = seed;
    }

    long bits() {
        state += 0x9e3779b97f4a7c15L;
        long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Uniform in [0, bound). */
    int below(int bound) {
        return (int) Long.remainderUnsigned(bits(), bound);
    }

    /** Uniform in [from, to], both included. */
    int between(int from, int to) {
        return from + below(to - from + 1);
    }

    /** Uniform in [0, 1). */
    double unit() {
        return (bits() >>> 11) * 0x1p-53;
    }

    /** Uniform in [from, to). */
    double between(double from, double to) {
        return from + (to - from) * unit();
    }

    /** About normal: mean 0, variance 1. */
    double normal() {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += unit();
        }
        return sum;
    }

    boolean chance(double probability) {
        return unit() < probability;
    }

    @SafeVarargs
    final <T> T pick(T... values) {
        return values[below(values.length)];
    }

    float[] floats(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) normal();
        }
        return values;
    }
}
