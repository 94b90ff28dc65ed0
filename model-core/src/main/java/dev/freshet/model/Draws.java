package dev.freshet.model;

import dev.freshet.model.encode.CategoryHash;

/** Counted draws: the i-th of a seed is a pure function of both. */
final class Draws {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private Draws() {}

    /** Uniform in [0, 1). */
    static double unit(long seed, long i) {
        return (bits(seed, i) >>> 11) * 0x1p-53;
    }

    /** A seed for draws of their own. */
    static long bits(long seed, long i) {
        return CategoryHash.mix(seed + (i + 1) * GOLDEN);
    }
}
