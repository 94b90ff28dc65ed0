package dev.freshet.model;

import static dev.freshet.model.VectorTiles.LANES;
import static dev.freshet.model.VectorTiles.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Dots, sums and elementwise passes over rows of at least one vector; each lane does what the plain loop does. */
final class VectorLoops {

    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());

    /** From index r on: masks of the last r of 16 lanes. */
    private static final int[] LAST = new int[2 * Kernels.DOT_LANES];

    static {
        Arrays.fill(LAST, Kernels.DOT_LANES, 2 * Kernels.DOT_LANES, -1);
    }

    private VectorLoops() {}

    /** Fills the 16 lanes of a dot of {@code n >= 16} elements. */
    static void dotLanes(int n, float[] a, int at, float[] b, int bt, float[] lanes) {
        FloatVector s0 = FloatVector.zero(SPECIES), s1 = s0, s2 = s0, s3 = s0;
        int p = 0;
        for (; p <= n - Kernels.DOT_LANES; p += Kernels.DOT_LANES) {
            s0 = take(a, at + p, b, bt + p, s0);
            if (LANES <= 8) {
                s1 = take(a, at + p + LANES, b, bt + p + LANES, s1);
            }
            if (LANES <= 4) {
                s2 = take(a, at + p + 2 * LANES, b, bt + p + 2 * LANES, s2);
                s3 = take(a, at + p + 3 * LANES, b, bt + p + 3 * LANES, s3);
            }
        }
        if (p < n) {
            int mask = n - p;
            at += n - Kernels.DOT_LANES;
            bt += n - Kernels.DOT_LANES;
            s0 = takeLast(a, at, b, bt, mask, s0);
            if (LANES <= 8) {
                s1 = takeLast(a, at + LANES, b, bt + LANES, mask + LANES, s1);
            }
            if (LANES <= 4) {
                s2 = takeLast(a, at + 2 * LANES, b, bt + 2 * LANES, mask + 2 * LANES, s2);
                s3 = takeLast(a, at + 3 * LANES, b, bt + 3 * LANES, mask + 3 * LANES, s3);
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

    private static FloatVector take(float[] a, int at, float[] b, int bt, FloatVector sum) {
        return FloatVector.fromArray(SPECIES, a, at).fma(FloatVector.fromArray(SPECIES, b, bt), sum);
    }

    private static FloatVector takeLast(float[] a, int at, float[] b, int bt, int maskAt, FloatVector sum) {
        IntVector mask = IntVector.fromArray(INTS, LAST, maskAt);
        FloatVector x = FloatVector.fromArray(SPECIES, a, at).reinterpretAsInts().and(mask).reinterpretAsFloats();
        FloatVector y = FloatVector.fromArray(SPECIES, b, bt).reinterpretAsInts().and(mask).reinterpretAsFloats();
        return x.fma(y, sum);
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

    /** Of at least one vector; the last may look at numbers twice. */
    static int largestBits(float[] values, int from, int to) {
        IntVector largest = bits(values, to - LANES);
        for (int i = from; i < to - LANES; i += LANES) {
            largest = largest.max(bits(values, i));
        }
        return largest.reduceLanes(VectorOperators.MAX);
    }

    private static IntVector bits(float[] values, int at) {
        return FloatVector.fromArray(SPECIES, values, at).reinterpretAsInts().and(Integer.MAX_VALUE);
    }

    /** Over whole vectors. */
    static int step(int n, float[] update, float[] params, float rate) {
        IntVector largest = FloatVector.zero(SPECIES).reinterpretAsInts();
        for (int i = 0; i < n; i += LANES) {
            FloatVector next = FloatVector.fromArray(SPECIES, update, i)
                    .mul(rate)
                    .add(FloatVector.fromArray(SPECIES, params, i));
            next.intoArray(update, i);
            largest = largest.max(next.reinterpretAsInts().and(Integer.MAX_VALUE));
        }
        return largest.reduceLanes(VectorOperators.MAX);
    }
}
