package dev.freshet.model;

import static dev.freshet.model.VectorTiles.LANES;
import static dev.freshet.model.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Whether numbers are finite, at a multiply-add per vector: 0 times a number is 0, and 0 times anything else is NaN, which
 * stays in a sum for good.
 */
final class VectorFinite {

    private VectorFinite() {}

    /** Whether {@code scale} times each number is finite; of at least one vector, the last may look at numbers twice. */
    static boolean allFinite(float[] values, int from, int to, float scale) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector by = FloatVector.broadcast(SPECIES, scale);
        FloatVector s0 = zero, s1 = zero, s2 = zero, s3 = zero;
        int i = from;
        for (; i <= to - 4 * LANES; i += 4 * LANES) {
            s0 = FloatVector.fromArray(SPECIES, values, i).mul(by).fma(zero, s0);
            s1 = FloatVector.fromArray(SPECIES, values, i + LANES).mul(by).fma(zero, s1);
            s2 = FloatVector.fromArray(SPECIES, values, i + 2 * LANES).mul(by).fma(zero, s2);
            s3 = FloatVector.fromArray(SPECIES, values, i + 3 * LANES).mul(by).fma(zero, s3);
        }
        for (; i < to; i += LANES) {
            s0 = FloatVector.fromArray(SPECIES, values, Math.min(i, to - LANES))
                    .mul(by)
                    .fma(zero, s0);
        }
        return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD) == 0;
    }

    /** {@link Kernels#descend} over at least one vector; the last may compute weights twice. */
    static boolean descend(int n, float[] x, float d, float factor, float rate, float[] w, float[] next, float scale) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector slope = FloatVector.broadcast(SPECIES, d);
        FloatVector s = zero;
        for (int i = 0; i < n; i += LANES) {
            int j = Math.min(i, n - LANES);
            FloatVector g = slope.fma(FloatVector.fromArray(SPECIES, x, j), zero);
            FloatVector after = g.mul(factor).mul(rate).add(FloatVector.fromArray(SPECIES, w, j));
            after.intoArray(next, j);
            s = after.fma(zero, g.mul(scale).fma(zero, s));
        }
        return s.reduceLanes(VectorOperators.ADD) == 0;
    }

    /** update ← params + rate · update over whole vectors; whether all of it is finite. */
    static boolean step(int n, float[] update, float[] params, float rate) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector by = FloatVector.broadcast(SPECIES, rate);
        FloatVector s0 = zero, s1 = zero, s2 = zero, s3 = zero;
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            FloatVector x0 =
                    FloatVector.fromArray(SPECIES, update, i).mul(by).add(FloatVector.fromArray(SPECIES, params, i));
            FloatVector x1 = FloatVector.fromArray(SPECIES, update, i + LANES)
                    .mul(by)
                    .add(FloatVector.fromArray(SPECIES, params, i + LANES));
            FloatVector x2 = FloatVector.fromArray(SPECIES, update, i + 2 * LANES)
                    .mul(by)
                    .add(FloatVector.fromArray(SPECIES, params, i + 2 * LANES));
            FloatVector x3 = FloatVector.fromArray(SPECIES, update, i + 3 * LANES)
                    .mul(by)
                    .add(FloatVector.fromArray(SPECIES, params, i + 3 * LANES));
            x0.intoArray(update, i);
            x1.intoArray(update, i + LANES);
            x2.intoArray(update, i + 2 * LANES);
            x3.intoArray(update, i + 3 * LANES);
            s0 = x0.fma(zero, s0);
            s1 = x1.fma(zero, s1);
            s2 = x2.fma(zero, s2);
            s3 = x3.fma(zero, s3);
        }
        for (; i < n; i += LANES) {
            FloatVector x =
                    FloatVector.fromArray(SPECIES, update, i).mul(by).add(FloatVector.fromArray(SPECIES, params, i));
            x.intoArray(update, i);
            s0 = x.fma(zero, s0);
        }
        return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD) == 0;
    }
}
