package dev.freshet.model;

import static dev.freshet.model.VectorTiles.LANES;
import static dev.freshet.model.VectorTiles.SPECIES;

import java.util.Arrays;
import java.util.function.IntConsumer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * {@link Kernels#descendRows}: the weights of the next row wait for the step of this one, so nothing else stands in the way
 * from one to the other. The last weights of an uneven row are held twice, aligned with the lanes of their dot, since a vector
 * that was not stored as one comes back late. Holds scratch.
 */
final class VectorRows {
    /** 1 over the lanes that a dot counts for the first time, behind as many 0. */
    private static final float[] LAST = new float[2 * Kernels.DOT_LANES];

    static {
        Arrays.fill(LAST, Kernels.DOT_LANES, 2 * Kernels.DOT_LANES, 1);
    }

    private static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(SPECIES, 8, 1, true);
    private static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(SPECIES, 4, 1, true);
    private static final VectorShuffle<Float> BY_2 = VectorShuffle.iota(SPECIES, 2, 1, true);
    private static final VectorShuffle<Float> BY_1 = VectorShuffle.iota(SPECIES, 1, 1, true);
    private static final float LIMIT = Float.MAX_VALUE / Step.GRADIENT_LIMIT;

    private final float[] lanes = new float[Kernels.DOT_LANES];
    private final float[] unsound = new float[Kernels.DOT_LANES];
    private float[] held = new float[0];

    /** Of n of at least {@link Kernels#DOT_LANES}. */
    boolean descend(
            int rows,
            int n,
            float[] x,
            int xAt,
            float[] targets,
            boolean squash,
            float factor,
            float[] w,
            float[] outputs,
            IntConsumer learned) {
        int whole = n - n % Kernels.DOT_LANES;
        int end = whole == n ? n : whole + Kernels.DOT_LANES;
        held = VectorProduct.atLeast(held, end + 1);
        System.arraycopy(w, 0, held, 0, whole);
        System.arraycopy(w, n - (end - whole), held, whole, end - whole);
        held[end] = w[n];
        boolean two = LANES == Kernels.DOT_LANES && end == 2 * LANES && n < end;
        boolean sound = two
                ? learnTwo(rows, n, x, xAt, targets, squash, factor, held, lanes, outputs, learned)
                : learn(rows, n, x, xAt, targets, squash, factor, held, end, lanes, unsound, outputs, learned);
        System.arraycopy(held, 0, w, 0, whole);
        System.arraycopy(held, whole, w, n - (end - whole), end - whole);
        w[n] = held[end];
        return sound;
    }

    private static boolean learn(
            int rows,
            int n,
            float[] x,
            int xAt,
            float[] targets,
            boolean squash,
            float factor,
            float[] w,
            int end,
            float[] lanes,
            float[] unsound,
            float[] outputs,
            IntConsumer learned) {
        Arrays.fill(unsound, 0);
        float bias = w[end];
        float unsoundBias = 0;
        for (int i = 0; i < rows; i++) {
            dot(n, x, xAt + i * n, w, end, lanes);
            float z = PlainKernels.sumOf(lanes, 0) + bias;
            float output = squash ? FloatMath.sigmoid(z) : z;
            float d = squash ? output - targets[i] : 2 * (output - targets[i]);
            outputs[i] = output;
            step(n, x, xAt + i * n, d, factor, w, end, unsound);
            float g = 0f + d;
            bias = g * factor + bias;
            learned.accept(i);
            unsoundBias = unsoundBias + bias * 0f + g * LIMIT * 0f;
        }
        w[end] = bias;
        return PlainKernels.sumOf(unsound, 0) + unsoundBias == 0;
    }

    /** Of rows that fill one vector and part of another, so that the weights need not leave the registers. */
    private static boolean learnTwo(
            int rows,
            int n,
            float[] x,
            int xAt,
            float[] targets,
            boolean squash,
            float factor,
            float[] w,
            float[] lanes,
            float[] outputs,
            IntConsumer learned) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector by = FloatVector.broadcast(SPECIES, factor);
        FloatVector limit = FloatVector.broadcast(SPECIES, LIMIT);
        FloatVector last = FloatVector.fromArray(SPECIES, LAST, n - LANES);
        FloatVector w0 = FloatVector.fromArray(SPECIES, w, 0);
        FloatVector w1 = FloatVector.fromArray(SPECIES, w, LANES);
        FloatVector unsound = FloatVector.zero(SPECIES);
        float bias = w[2 * LANES];
        float unsoundBias = 0;
        for (int i = 0; i < rows; i++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, xAt + i * n);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, xAt + i * n + n - LANES);
            FloatVector sum = x1.fma(w1.mul(last), x0.fma(w0, zero));
            sum = sum.add(sum.rearrange(BY_8));
            sum = sum.add(sum.rearrange(BY_4));
            sum = sum.add(sum.rearrange(BY_2));
            sum = sum.add(sum.rearrange(BY_1));
            float z = sum.lane(0) + bias;
            float output = squash ? FloatMath.sigmoid(z) : z;
            float d = squash ? output - targets[i] : 2 * (output - targets[i]);
            outputs[i] = output;
            FloatVector slope = FloatVector.broadcast(SPECIES, d);
            FloatVector g0 = slope.fma(x0, zero);
            FloatVector g1 = slope.fma(x1, zero);
            w0 = g0.mul(by).add(w0);
            w1 = g1.mul(by).add(w1);
            unsound = w0.fma(zero, g0.mul(limit).fma(zero, unsound));
            unsound = w1.fma(zero, g1.mul(limit).fma(zero, unsound));
            float g = 0f + d;
            bias = g * factor + bias;
            learned.accept(i);
            unsoundBias = unsoundBias + bias * 0f + g * LIMIT * 0f;
        }
        w0.intoArray(w, 0);
        w1.intoArray(w, LANES);
        w[2 * LANES] = bias;
        unsound.intoArray(lanes, 0);
        return PlainKernels.sumOf(lanes, 0) + unsoundBias == 0;
    }

    private static void dot(int n, float[] x, int row, float[] w, int end, float[] lanes) {
        int whole = n - n % Kernels.DOT_LANES;
        int back = end - n;
        for (int l = 0; l < Kernels.DOT_LANES; l += LANES) {
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int p = l; p < whole; p += Kernels.DOT_LANES) {
                sum = FloatVector.fromArray(SPECIES, x, row + p).fma(FloatVector.fromArray(SPECIES, w, p), sum);
            }
            if (whole < end) {
                FloatVector counted = FloatVector.fromArray(SPECIES, w, whole + l)
                        .mul(FloatVector.fromArray(SPECIES, LAST, Kernels.DOT_LANES - back + l));
                sum = FloatVector.fromArray(SPECIES, x, row + whole + l - back).fma(counted, sum);
            }
            sum.intoArray(lanes, l);
        }
    }

    private static void step(int n, float[] x, int row, float d, float factor, float[] w, int end, float[] unsound) {
        int whole = n - n % Kernels.DOT_LANES;
        int back = end - n;
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector slope = FloatVector.broadcast(SPECIES, d);
        FloatVector by = FloatVector.broadcast(SPECIES, factor);
        FloatVector limit = FloatVector.broadcast(SPECIES, LIMIT);
        FloatVector sum = FloatVector.fromArray(SPECIES, unsound, 0);
        for (int p = 0; p < end; p += LANES) {
            FloatVector g = slope.fma(FloatVector.fromArray(SPECIES, x, p < whole ? row + p : row + p - back), zero);
            FloatVector after = g.mul(by).add(FloatVector.fromArray(SPECIES, w, p));
            after.intoArray(w, p);
            sum = after.fma(zero, g.mul(limit).fma(zero, sum));
        }
        sum.intoArray(unsound, 0);
    }
}
