package dev.freshet.model;

import static dev.freshet.model.VectorTiles.LANES;
import static dev.freshet.model.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Dots, sums and elementwise passes over rows of at least one vector; each lane does what the plain loop does. */
final class VectorLoops {

    private VectorLoops() {}

    /** Fills the 16 lanes from {@code n} elements, a multiple of 16. */
    static void dotLanes(int n, float[] a, int at, float[] b, int bt, float[] lanes) {
        FloatVector s0 = FloatVector.zero(SPECIES), s1 = s0, s2 = s0, s3 = s0;
        for (int p = 0; p < n; p += Kernels.DOT_LANES) {
            s0 = FloatVector.fromArray(SPECIES, a, at + p).fma(FloatVector.fromArray(SPECIES, b, bt + p), s0);
            if (LANES <= 8) {
                s1 = FloatVector.fromArray(SPECIES, a, at + p + LANES)
                        .fma(FloatVector.fromArray(SPECIES, b, bt + p + LANES), s1);
            }
            if (LANES <= 4) {
                s2 = FloatVector.fromArray(SPECIES, a, at + p + 2 * LANES)
                        .fma(FloatVector.fromArray(SPECIES, b, bt + p + 2 * LANES), s2);
                s3 = FloatVector.fromArray(SPECIES, a, at + p + 3 * LANES)
                        .fma(FloatVector.fromArray(SPECIES, b, bt + p + 3 * LANES), s3);
            }
        }
        s0.intoArray(lanes, 0);
        if (LANES <= 8) {
            s1.intoArray(lanes, LANES);
        }
        if (LANES <= 4) {
            s2.intoArray(lanes, 2 * LANES);
            s3.intoArray(lanes, 3 * LANES);
        }
    }

    /** max(z + bias, 0) over rows of n. */
    static void addBiasAndCut(int rows, int n, float[] z, int at, float[] bias, int biasAt) {
        for (int row = at; row < at + rows * n; row += n) {
            int j = 0;
            for (; j <= n - LANES; j += LANES) {
                FloatVector.fromArray(SPECIES, z, row + j)
                        .add(FloatVector.fromArray(SPECIES, bias, biasAt + j))
                        .max(0f)
                        .intoArray(z, row + j);
            }
            for (; j < n; j++) {
                z[row + j] = Math.max(z[row + j] + bias[biasAt + j], 0f);
            }
        }
    }

    /** Replaces d by 0 where a is not above it, in as many whole vectors as there are. */
    static int cutBackward(int n, float[] d, float[] a) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int i = 0;
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
        for (; j <= n - LANES; j += LANES) {
            sumColumns(rows, n, d, j, sums, at + j);
        }
        if (j < n) {
            sumColumns(rows, n, d, n - LANES, sums, at + n - LANES);
        }
    }

    private static void sumColumns(int rows, int n, float[] d, int from, float[] sums, int at) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int row = from; row < from + rows * n; row += n) {
            sum = sum.add(FloatVector.fromArray(SPECIES, d, row));
        }
        sum.intoArray(sums, at);
    }

    /** Over whole vectors. */
    static int largestBits(float[] values, int from, int to) {
        IntVector largest = FloatVector.zero(SPECIES).reinterpretAsInts();
        for (int i = from; i < to; i += LANES) {
            largest = largest.max(FloatVector.fromArray(SPECIES, values, i)
                    .reinterpretAsInts()
                    .and(Integer.MAX_VALUE));
        }
        return largest.reduceLanes(VectorOperators.MAX);
    }
}
