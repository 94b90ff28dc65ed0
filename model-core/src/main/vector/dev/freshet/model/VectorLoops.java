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

    /** Fills the 16 lanes of a dot of {@code n >= 16} elements. */
    static void dotLanes(int n, float[] a, int at, float[] b, int bt, float[] lanes) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        int p = 0;
        for (; p <= n - Kernels.DOT_LANES; p += Kernels.DOT_LANES) {
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
        if (p < n) {
            int mask = n - p;
            at += n - Kernels.DOT_LANES;
            bt += n - Kernels.DOT_LANES;
            FloatVector m0 = FloatVector.fromArray(SPECIES, LAST, mask);
            s0 = FloatVector.fromArray(SPECIES, a, at).mul(m0).fma(FloatVector.fromArray(SPECIES, b, bt), s0);
            if (LANES <= 8) {
                FloatVector m1 = FloatVector.fromArray(SPECIES, LAST, mask + LANES);
                s1 = FloatVector.fromArray(SPECIES, a, at + LANES)
                        .mul(m1)
                        .fma(FloatVector.fromArray(SPECIES, b, bt + LANES), s1);
            }
            if (LANES <= 4) {
                FloatVector m2 = FloatVector.fromArray(SPECIES, LAST, mask + 2 * LANES);
                s2 = FloatVector.fromArray(SPECIES, a, at + 2 * LANES)
                        .mul(m2)
                        .fma(FloatVector.fromArray(SPECIES, b, bt + 2 * LANES), s2);
                FloatVector m3 = FloatVector.fromArray(SPECIES, LAST, mask + 3 * LANES);
                s3 = FloatVector.fromArray(SPECIES, a, at + 3 * LANES)
                        .mul(m3)
                        .fma(FloatVector.fromArray(SPECIES, b, bt + 3 * LANES), s3);
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

    /** max(z + bias, 0) over a row of n. */
    static void addBiasAndCut(int n, float[] z, int at, float[] bias, int bt) {
        int j = 0;
        for (; j <= n - 8 * LANES; j += 8 * LANES) {
            FloatVector.fromArray(SPECIES, z, at + j)
                    .add(FloatVector.fromArray(SPECIES, bias, bt + j))
                    .max(0f)
                    .intoArray(z, at + j);
            FloatVector.fromArray(SPECIES, z, at + j + LANES)
                    .add(FloatVector.fromArray(SPECIES, bias, bt + j + LANES))
                    .max(0f)
                    .intoArray(z, at + j + LANES);
            FloatVector.fromArray(SPECIES, z, at + j + 2 * LANES)
                    .add(FloatVector.fromArray(SPECIES, bias, bt + j + 2 * LANES))
                    .max(0f)
                    .intoArray(z, at + j + 2 * LANES);
            FloatVector.fromArray(SPECIES, z, at + j + 3 * LANES)
                    .add(FloatVector.fromArray(SPECIES, bias, bt + j + 3 * LANES))
                    .max(0f)
                    .intoArray(z, at + j + 3 * LANES);
            FloatVector.fromArray(SPECIES, z, at + j + 4 * LANES)
                    .add(FloatVector.fromArray(SPECIES, bias, bt + j + 4 * LANES))
                    .max(0f)
                    .intoArray(z, at + j + 4 * LANES);
            FloatVector.fromArray(SPECIES, z, at + j + 5 * LANES)
                    .add(FloatVector.fromArray(SPECIES, bias, bt + j + 5 * LANES))
                    .max(0f)
                    .intoArray(z, at + j + 5 * LANES);
            FloatVector.fromArray(SPECIES, z, at + j + 6 * LANES)
                    .add(FloatVector.fromArray(SPECIES, bias, bt + j + 6 * LANES))
                    .max(0f)
                    .intoArray(z, at + j + 6 * LANES);
            FloatVector.fromArray(SPECIES, z, at + j + 7 * LANES)
                    .add(FloatVector.fromArray(SPECIES, bias, bt + j + 7 * LANES))
                    .max(0f)
                    .intoArray(z, at + j + 7 * LANES);
        }
        for (; j <= n - 2 * LANES; j += 2 * LANES) {
            FloatVector.fromArray(SPECIES, z, at + j)
                    .add(FloatVector.fromArray(SPECIES, bias, bt + j))
                    .max(0f)
                    .intoArray(z, at + j);
            FloatVector.fromArray(SPECIES, z, at + j + LANES)
                    .add(FloatVector.fromArray(SPECIES, bias, bt + j + LANES))
                    .max(0f)
                    .intoArray(z, at + j + LANES);
        }
        for (; j <= n - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, z, at + j)
                    .add(FloatVector.fromArray(SPECIES, bias, bt + j))
                    .max(0f)
                    .intoArray(z, at + j);
        }
        for (; j < n; j++) {
            z[at + j] = Math.max(z[at + j] + bias[bt + j], 0f);
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

    /** Of at least one vector; the last may look at numbers twice. */
    static int largestBits(float[] values, int from, int to) {
        float most = 0;
        int i = from;
        for (; i <= to - 8 * LANES; i += 8 * LANES) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, values, i).abs();
            FloatVector b1 = FloatVector.fromArray(SPECIES, values, i + LANES).abs();
            FloatVector b2 =
                    FloatVector.fromArray(SPECIES, values, i + 2 * LANES).abs();
            FloatVector b3 =
                    FloatVector.fromArray(SPECIES, values, i + 3 * LANES).abs();
            FloatVector b4 =
                    FloatVector.fromArray(SPECIES, values, i + 4 * LANES).abs();
            FloatVector b5 =
                    FloatVector.fromArray(SPECIES, values, i + 5 * LANES).abs();
            FloatVector b6 =
                    FloatVector.fromArray(SPECIES, values, i + 6 * LANES).abs();
            FloatVector b7 =
                    FloatVector.fromArray(SPECIES, values, i + 7 * LANES).abs();
            FloatVector b = b0.max(b1).max(b2.max(b3)).max(b4.max(b5).max(b6.max(b7)));
            most = Math.max(most, b.reduceLanes(VectorOperators.MAX));
        }
        for (; i < to; i += LANES) {
            FloatVector b = FloatVector.fromArray(SPECIES, values, Math.min(i, to - LANES))
                    .abs();
            most = Math.max(most, b.reduceLanes(VectorOperators.MAX));
        }
        return Float.floatToIntBits(most);
    }

    /** update ← params + rate · update over whole vectors; the bits of the largest. */
    static int step(int n, float[] update, float[] params, float rate) {
        float most = 0;
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            FloatVector x0 =
                    FloatVector.fromArray(SPECIES, update, i).mul(rate).add(FloatVector.fromArray(SPECIES, params, i));
            FloatVector x1 = FloatVector.fromArray(SPECIES, update, i + LANES)
                    .mul(rate)
                    .add(FloatVector.fromArray(SPECIES, params, i + LANES));
            FloatVector x2 = FloatVector.fromArray(SPECIES, update, i + 2 * LANES)
                    .mul(rate)
                    .add(FloatVector.fromArray(SPECIES, params, i + 2 * LANES));
            FloatVector x3 = FloatVector.fromArray(SPECIES, update, i + 3 * LANES)
                    .mul(rate)
                    .add(FloatVector.fromArray(SPECIES, params, i + 3 * LANES));
            x0.intoArray(update, i);
            x1.intoArray(update, i + LANES);
            x2.intoArray(update, i + 2 * LANES);
            x3.intoArray(update, i + 3 * LANES);
            FloatVector x = x0.abs().max(x1.abs()).max(x2.abs().max(x3.abs()));
            most = Math.max(most, x.reduceLanes(VectorOperators.MAX));
        }
        for (; i < n; i += LANES) {
            FloatVector x =
                    FloatVector.fromArray(SPECIES, update, i).mul(rate).add(FloatVector.fromArray(SPECIES, params, i));
            x.intoArray(update, i);
            most = Math.max(most, x.abs().reduceLanes(VectorOperators.MAX));
        }
        return Float.floatToIntBits(most);
    }
}
