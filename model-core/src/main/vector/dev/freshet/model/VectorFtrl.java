package dev.freshet.model;

import static dev.freshet.model.VectorTiles.LANES;
import static dev.freshet.model.VectorTiles.SPECIES;

import dev.freshet.model.optim.Ftrl;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Kernels#weigh} and {@link Kernels#learn} of rows of at least 16 columns; each lane does what {@link Ftrl} says.
 * Two vectors at a time, since the loops must be beyond HotSpot's limit for inlining (see {@link VectorLoops}), and no
 * vector in a sum over them, which would not stay in a register.
 */
final class VectorFtrl {

    private VectorFtrl() {}

    static float weigh(FtrlLanes row, float[] x, int xAt, float[] lanes) {
        Ftrl.Factors f = row.factors;
        weights(row.end, row.z, row.squares, row.w, row.root, f.start(), f.perAlpha(), f.added(), f.lambda1());
        dot(row.size, row.whole, row.end, x, xAt, row.w, lanes);
        return PlainKernels.sumOf(lanes, 0);
    }

    private static void weights(
            int end,
            float[] z,
            float[] squares,
            float[] w,
            float[] root,
            float startOf,
            float perAlphaOf,
            float addedOf,
            float lambda1) {
        FloatVector start = FloatVector.broadcast(SPECIES, startOf);
        FloatVector perAlpha = FloatVector.broadcast(SPECIES, perAlphaOf);
        FloatVector added = FloatVector.broadcast(SPECIES, addedOf);
        FloatVector l1 = FloatVector.broadcast(SPECIES, lambda1);
        FloatVector minusL1 = FloatVector.broadcast(SPECIES, -lambda1);
        FloatVector least = FloatVector.broadcast(SPECIES, Float.MIN_NORMAL);
        int k = 0;
        for (; k <= end - 2 * LANES; k += 2 * LANES) {
            int j = k + LANES;
            FloatVector r0 =
                    FloatVector.fromArray(SPECIES, squares, k).add(start).sqrt();
            FloatVector r1 =
                    FloatVector.fromArray(SPECIES, squares, j).add(start).sqrt();
            FloatVector z0 = FloatVector.fromArray(SPECIES, z, k);
            FloatVector z1 = FloatVector.fromArray(SPECIES, z, j);
            r0.intoArray(root, k);
            r1.intoArray(root, j);
            minusL1.max(l1.min(z0))
                    .sub(z0)
                    .div(r0.mul(perAlpha).add(added).max(least))
                    .intoArray(w, k);
            minusL1.max(l1.min(z1))
                    .sub(z1)
                    .div(r1.mul(perAlpha).add(added).max(least))
                    .intoArray(w, j);
        }
        for (; k < end; k += LANES) {
            FloatVector r =
                    FloatVector.fromArray(SPECIES, squares, k).add(start).sqrt();
            FloatVector zs = FloatVector.fromArray(SPECIES, z, k);
            r.intoArray(root, k);
            minusL1.max(l1.min(zs))
                    .sub(zs)
                    .div(r.mul(perAlpha).add(added).max(least))
                    .intoArray(w, k);
        }
    }

    /** The 16 lanes of the dot of a row and its weights. */
    private static void dot(int n, int whole, int end, float[] x, int xAt, float[] w, float[] lanes) {
        int last = xAt + n - Kernels.DOT_LANES;
        for (int l = 0; l < Kernels.DOT_LANES; l += LANES) {
            FloatVector s = FloatVector.zero(SPECIES);
            for (int p = l; p < whole; p += Kernels.DOT_LANES) {
                s = FloatVector.fromArray(SPECIES, x, xAt + p).fma(FloatVector.fromArray(SPECIES, w, p), s);
            }
            if (whole < end) {
                s = FloatVector.fromArray(SPECIES, x, last + l).fma(FloatVector.fromArray(SPECIES, w, whole + l), s);
            }
            s.intoArray(lanes, l);
        }
    }

    static boolean learn(FtrlLanes row, float[] x, int xAt, float d) {
        int back = row.size - row.end;
        Ftrl.Factors f = row.factors;
        addSquares(
                row.whole, row.end, x, xAt, back, d, row.squares, row.nextSquares, row.root, f.start(), f.perAlpha());
        addSlopes(row.whole, row.end, x, xAt, back, d, row.w, row.z, row.nextZ, row.root, row.sizes);
        return VectorFinite.allFinite(row.sizes, 0, row.end, Float.MAX_VALUE / FtrlLanes.SQUARE_SUM);
    }

    /** n, and σ in place of the root. */
    private static void addSquares(
            int whole,
            int end,
            float[] x,
            int xAt,
            int back,
            float d,
            float[] squares,
            float[] next,
            float[] root,
            float startOf,
            float perAlphaOf) {
        FloatVector start = FloatVector.broadcast(SPECIES, startOf);
        FloatVector perAlpha = FloatVector.broadcast(SPECIES, perAlphaOf);
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector slope = FloatVector.broadcast(SPECIES, d);
        FloatVector most = FloatVector.broadcast(SPECIES, Float.MAX_VALUE);
        int k = 0;
        for (; k <= end - 2 * LANES; k += 2 * LANES) {
            int j = k + LANES;
            FloatVector g0 = FloatVector.fromArray(SPECIES, x, k < whole ? xAt + k : xAt + k + back)
                    .fma(slope, zero);
            FloatVector g1 = FloatVector.fromArray(SPECIES, x, j < whole ? xAt + j : xAt + j + back)
                    .fma(slope, zero);
            FloatVector n0 =
                    FloatVector.fromArray(SPECIES, squares, k).add(g0.mul(g0)).min(most);
            FloatVector n1 =
                    FloatVector.fromArray(SPECIES, squares, j).add(g1.mul(g1)).min(most);
            n0.intoArray(next, k);
            n1.intoArray(next, j);
            n0.add(start)
                    .sqrt()
                    .sub(FloatVector.fromArray(SPECIES, root, k))
                    .mul(perAlpha)
                    .intoArray(root, k);
            n1.add(start)
                    .sqrt()
                    .sub(FloatVector.fromArray(SPECIES, root, j))
                    .mul(perAlpha)
                    .intoArray(root, j);
        }
        for (; k < end; k += LANES) {
            FloatVector g = FloatVector.fromArray(SPECIES, x, k < whole ? xAt + k : xAt + k + back)
                    .fma(slope, zero);
            FloatVector n =
                    FloatVector.fromArray(SPECIES, squares, k).add(g.mul(g)).min(most);
            n.intoArray(next, k);
            n.add(start)
                    .sqrt()
                    .sub(FloatVector.fromArray(SPECIES, root, k))
                    .mul(perAlpha)
                    .intoArray(root, k);
        }
    }

    /** z; {@code sizes} are the squares of all that must be in range, added up. */
    private static void addSlopes(
            int whole,
            int end,
            float[] x,
            int xAt,
            int back,
            float d,
            float[] w,
            float[] z,
            float[] next,
            float[] sigma,
            float[] sizes) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector slope = FloatVector.broadcast(SPECIES, d);
        int k = 0;
        for (; k <= end - 2 * LANES; k += 2 * LANES) {
            int j = k + LANES;
            FloatVector g0 = FloatVector.fromArray(SPECIES, x, k < whole ? xAt + k : xAt + k + back)
                    .fma(slope, zero);
            FloatVector g1 = FloatVector.fromArray(SPECIES, x, j < whole ? xAt + j : xAt + j + back)
                    .fma(slope, zero);
            FloatVector z0 = FloatVector.fromArray(SPECIES, z, k);
            FloatVector z1 = FloatVector.fromArray(SPECIES, z, j);
            FloatVector a0 =
                    z0.add(g0).sub(FloatVector.fromArray(SPECIES, sigma, k).mul(FloatVector.fromArray(SPECIES, w, k)));
            FloatVector a1 =
                    z1.add(g1).sub(FloatVector.fromArray(SPECIES, sigma, j).mul(FloatVector.fromArray(SPECIES, w, j)));
            a0.intoArray(next, k);
            a1.intoArray(next, j);
            a0.fma(a0, z0.fma(z0, g0.mul(g0))).intoArray(sizes, k);
            a1.fma(a1, z1.fma(z1, g1.mul(g1))).intoArray(sizes, j);
        }
        for (; k < end; k += LANES) {
            FloatVector g = FloatVector.fromArray(SPECIES, x, k < whole ? xAt + k : xAt + k + back)
                    .fma(slope, zero);
            FloatVector before = FloatVector.fromArray(SPECIES, z, k);
            FloatVector after = before.add(g)
                    .sub(FloatVector.fromArray(SPECIES, sigma, k).mul(FloatVector.fromArray(SPECIES, w, k)));
            after.intoArray(next, k);
            after.fma(after, before.fma(before, g.mul(g))).intoArray(sizes, k);
        }
    }
}
