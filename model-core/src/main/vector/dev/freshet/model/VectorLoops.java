package dev.freshet.model;

import static dev.freshet.model.VectorTiles.LANES;
import static dev.freshet.model.VectorTiles.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Dots, sums and elementwise passes over rows of at least one vector; each lane does what the plain loop does. Unrolled by
 * hand beyond 325 bytecodes, HotSpot's limit for inlining: a caller with many vectors inside exceeds what C2 inlines of the
 * API, and then allocates each of them; so it does, in some runs, with what is reinterpreted as ints.
 */
final class VectorLoops {
    /** From index r on: 1 in the last r of 16 lanes, 0 before. */
    private static final float[] LAST = new float[2 * Kernels.DOT_LANES];

    static {
        Arrays.fill(LAST, Kernels.DOT_LANES, 2 * Kernels.DOT_LANES, 1);
    }

    private VectorLoops() {}

    /** Fills the 16 lanes each of {@code rows} dots of {@code n >= 16} elements, one vector of b after the other. */
    static void dotLanes(int rows, int n, float[] a, int aAt, float[] b, int bAt, float[] lanes) {
        int whole = n - n % Kernels.DOT_LANES;
        int padding = whole == n ? 0 : Kernels.DOT_LANES - (n - whole);
        Arrays.fill(lanes, 0, rows * Kernels.DOT_LANES, 0);
        for (int q = 0; q < n + padding; q += LANES) {
            int p = q < whole ? q : q - padding;
            int mask = q < whole ? Kernels.DOT_LANES : n - whole + q - whole;
            FloatVector y = FloatVector.fromArray(SPECIES, b, bAt + p).mul(FloatVector.fromArray(SPECIES, LAST, mask));
            int l = q % Kernels.DOT_LANES;
            for (int i = 0; i < rows; i++) {
                FloatVector s = FloatVector.fromArray(SPECIES, lanes, l + i * Kernels.DOT_LANES);
                FloatVector.fromArray(SPECIES, a, aAt + p + i * n)
                        .fma(y, s)
                        .intoArray(lanes, l + i * Kernels.DOT_LANES);
            }
        }
    }

    /** Of one row, in registers. */
    static void dotLanes(int n, float[] a, int aAt, float[] b, int bAt, float[] lanes) {
        int whole = n - n % Kernels.DOT_LANES;
        for (int l = 0; l < Kernels.DOT_LANES; l += LANES) {
            FloatVector s = FloatVector.zero(SPECIES);
            for (int p = l; p < whole; p += Kernels.DOT_LANES) {
                s = FloatVector.fromArray(SPECIES, a, aAt + p).fma(FloatVector.fromArray(SPECIES, b, bAt + p), s);
            }
            if (whole < n) {
                int p = n - Kernels.DOT_LANES + l;
                FloatVector y = FloatVector.fromArray(SPECIES, b, bAt + p)
                        .mul(FloatVector.fromArray(SPECIES, LAST, n - whole + l));
                s = FloatVector.fromArray(SPECIES, a, aAt + p).fma(y, s);
            }
            s.intoArray(lanes, l);
        }
    }

    /** Replaces d by 0 where a is not above it, in as many whole vectors as there are. */
    static int cutBackward(int n, float[] d, float[] a) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - 8 * LANES; i += 8 * LANES) {
            zero.blend(
                            FloatVector.fromArray(SPECIES, d, i),
                            FloatVector.fromArray(SPECIES, a, i).compare(VectorOperators.GT, 0f))
                    .intoArray(d, i);
            zero.blend(
                            FloatVector.fromArray(SPECIES, d, i + LANES),
                            FloatVector.fromArray(SPECIES, a, i + LANES).compare(VectorOperators.GT, 0f))
                    .intoArray(d, i + LANES);
            zero.blend(
                            FloatVector.fromArray(SPECIES, d, i + 2 * LANES),
                            FloatVector.fromArray(SPECIES, a, i + 2 * LANES).compare(VectorOperators.GT, 0f))
                    .intoArray(d, i + 2 * LANES);
            zero.blend(
                            FloatVector.fromArray(SPECIES, d, i + 3 * LANES),
                            FloatVector.fromArray(SPECIES, a, i + 3 * LANES).compare(VectorOperators.GT, 0f))
                    .intoArray(d, i + 3 * LANES);
            zero.blend(
                            FloatVector.fromArray(SPECIES, d, i + 4 * LANES),
                            FloatVector.fromArray(SPECIES, a, i + 4 * LANES).compare(VectorOperators.GT, 0f))
                    .intoArray(d, i + 4 * LANES);
            zero.blend(
                            FloatVector.fromArray(SPECIES, d, i + 5 * LANES),
                            FloatVector.fromArray(SPECIES, a, i + 5 * LANES).compare(VectorOperators.GT, 0f))
                    .intoArray(d, i + 5 * LANES);
            zero.blend(
                            FloatVector.fromArray(SPECIES, d, i + 6 * LANES),
                            FloatVector.fromArray(SPECIES, a, i + 6 * LANES).compare(VectorOperators.GT, 0f))
                    .intoArray(d, i + 6 * LANES);
            zero.blend(
                            FloatVector.fromArray(SPECIES, d, i + 7 * LANES),
                            FloatVector.fromArray(SPECIES, a, i + 7 * LANES).compare(VectorOperators.GT, 0f))
                    .intoArray(d, i + 7 * LANES);
        }
        for (; i <= n - LANES; i += LANES) {
            zero.blend(
                            FloatVector.fromArray(SPECIES, d, i),
                            FloatVector.fromArray(SPECIES, a, i).compare(VectorOperators.GT, 0f))
                    .intoArray(d, i);
        }
        return i;
    }

    static void sumRows(int rows, int n, float[] d, float[] sums, int at) {
        int j = 0;
        for (; j <= n - 4 * LANES; j += 4 * LANES) {
            FloatVector s0 = FloatVector.zero(SPECIES), s1 = s0, s2 = s0, s3 = s0;
            for (int row = j; row < j + rows * n; row += n) {
                s0 = s0.add(FloatVector.fromArray(SPECIES, d, row));
                s1 = s1.add(FloatVector.fromArray(SPECIES, d, row + LANES));
                s2 = s2.add(FloatVector.fromArray(SPECIES, d, row + 2 * LANES));
                s3 = s3.add(FloatVector.fromArray(SPECIES, d, row + 3 * LANES));
            }
            s0.intoArray(sums, at + j);
            s1.intoArray(sums, at + j + LANES);
            s2.intoArray(sums, at + j + 2 * LANES);
            s3.intoArray(sums, at + j + 3 * LANES);
        }
        for (; j <= n - 2 * LANES; j += 2 * LANES) {
            FloatVector s0 = FloatVector.zero(SPECIES), s1 = s0;
            for (int row = j; row < j + rows * n; row += n) {
                s0 = s0.add(FloatVector.fromArray(SPECIES, d, row));
                s1 = s1.add(FloatVector.fromArray(SPECIES, d, row + LANES));
            }
            s0.intoArray(sums, at + j);
            s1.intoArray(sums, at + j + LANES);
        }
        while (j < n) {
            j = Math.min(j, n - LANES);
            FloatVector s0 = FloatVector.zero(SPECIES);
            for (int row = j; row < j + rows * n; row += n) {
                s0 = s0.add(FloatVector.fromArray(SPECIES, d, row));
            }
            s0.intoArray(sums, at + j);
            j += LANES;
        }
    }

    /** Of fewer columns than lanes; what the lanes beyond them sum up does not matter. */
    static void sumNarrowRows(int rows, int n, float[] d, float[] sums) {
        FloatVector s = FloatVector.zero(SPECIES);
        for (int row = 0; row < rows * n; row += n) {
            s = s.add(FloatVector.fromArray(SPECIES, d, row));
        }
        s.intoArray(sums, 0);
    }
}
