package dev.freshet.model;

import java.util.function.IntConsumer;

/**
 * The few hot loops, behind one seam. The order of every sum is fixed, so that an implementation may use any tile and any
 * vector width and still gives the same bits: an element of a product is one chain of fused multiply-adds over k in
 * ascending order, begun at +0; a dot has {@link #DOT_LANES} chains. No element depends on how many rows a call has.
 * Implementations may hold scratch: one instance, one thread.
 */
interface Kernels {
    /** Logical lanes of a {@link #dot}, whatever the machine has. */
    int DOT_LANES = 16;

    /** Floats beyond the last row of B that make a {@link #multiply} of few columns faster; their values do not matter. */
    int SLACK = 16;

    /** For this JVM: see {@link KernelChoice}. */
    static Kernels best() {
        return KernelChoice.here().create();
    }

    /** For the log: which implementation is at work. */
    String name();

    /** Called once per JVM, before the first model: has the loops compiled where they would be slow until then. */
    default void warmUp() {}

    /**
     * C = A B, with A (m, k) at {@code a[aAt + i * rowStride + p * columnStride]}, B (k, n) row-major with leading
     * dimension {@code ldb}, C (m, n) row-major with leading dimension {@code ldc}.
     */
    void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int aAt,
            int rowStride,
            int columnStride,
            float[] b,
            int bAt,
            int ldb,
            float[] c,
            int cAt,
            int ldc);

    /**
     * Σ a b over n elements: lane l is the chain of fused multiply-adds, begun at +0, over the elements p ≡ l mod 16 in
     * ascending order; then lane l takes lane l + 8, + 4, + 2 and + 1 in. Where n > 16 is no multiple of 16, the last
     * elements are moved to the last lanes, and the elements of a before them count again as 0 times themselves.
     */
    float dot(int n, float[] a, int aAt, float[] b, int bAt);

    /** A {@link #dot} with b for each of the rows {@code a[aAt + i * n ..]}, into {@code c[cAt + i]}. */
    default void dots(int rows, int n, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        for (int i = 0; i < rows; i++) {
            c[cAt + i] = dot(n, a, aAt + i * n, b, bAt);
        }
    }

    /** Adds {@code bias[biasAt .. biasAt + n)} to each of the rows {@code z[at + i * n ..]}, then applies {@code f}. */
    void activate(Activation f, int rows, int n, float[] z, int at, float[] bias, int biasAt);

    /** Replaces dL/da by dL/dz in the first {@code rows} rows of {@code d}, given the activations {@code a}. */
    void activateBackward(Activation f, int rows, int n, float[] d, float[] a);

    /** Overwrites {@code sums[at .. at + n)} with the sums over the rows of {@code d}, each added up in order from +0. */
    void sumRows(int rows, int n, float[] d, float[] sums, int at);

    /**
     * Whether no |x| in {@code values[from .. to)} is above {@code limit}, and none is NaN.
     *
     * @param limit a power of two, or {@link Float#MAX_VALUE}
     */
    boolean allWithin(float[] values, int from, int to, float limit);

    /** Whether all of {@code values[from .. to)} are numbers. */
    default boolean allFinite(float[] values, int from, int to) {
        return allWithin(values, from, to, Float.MAX_VALUE);
    }

    /**
     * The first n of {@code next}: of each weight w and its gradient g = fma(d, x, +0), g · factor · rate + w, each operation
     * rounded.
     *
     * @return whether no |g| is above {@link Step#GRADIENT_LIMIT} and all of {@code next} is finite
     */
    boolean descend(int n, float[] x, float d, float factor, float rate, float[] w, float[] next);

    /**
     * A step by {@link #descend} at rate 1 on each of the {@code rows} of x in turn, all on the weights {@code w}, of which the
     * last is the bias, added to the {@link #dot}: {@code outputs} are the scores, or their sigmoids where {@code squash} is set,
     * and the slope is output − target, or twice that without.
     *
     * @param learned is told each row as its output is there, for work that fits into the time that the chain of steps takes
     * @return whether each step's gradients were within {@link Step#GRADIENT_LIMIT} and each step's weights finite; if not, {@code w}
     *     and {@code outputs} mean nothing
     */
    default boolean descendRows(
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
        float[] row = new float[n];
        boolean sound = true;
        for (int i = 0; i < rows; i++) {
            System.arraycopy(x, xAt + i * n, row, 0, n);
            float z = dot(n, row, 0, w, 0) + w[n];
            outputs[i] = squash ? FloatMath.sigmoid(z) : z;
            float d = squash ? outputs[i] - targets[i] : 2 * (outputs[i] - targets[i]);
            float g = 0f + d;
            w[n] = g * factor + w[n];
            learned.accept(i);
            sound &= descend(n, row, d, factor, 1, w, w);
            sound &= Math.abs(g) <= Step.GRADIENT_LIMIT;
            sound &= Math.abs(w[n]) <= Float.MAX_VALUE;
        }
        return sound;
    }

    /**
     * Of FTRL: fills the row's weights from its z and n.
     *
     * @return their {@link #dot} with the row's values, which begin at {@code x[xAt]}
     */
    default float weigh(FtrlLanes row, float[] x, int xAt) {
        return row.weigh(x, xAt);
    }

    /**
     * Of FTRL: fills in what z and n become by the slope {@code d}, once the row was {@linkplain #weigh weighed}.
     *
     * @return whether |z|, before and after, and each gradient are sure to be within {@link Step#GRADIENT_LIMIT}
     */
    default boolean learn(FtrlLanes row, float[] x, int xAt, float d) {
        return row.learn(x, xAt, d);
    }

    /** Replaces {@code update} by {@code params + rate * update}, rounded twice; whether all of it is finite. */
    boolean step(float[] update, float[] params, float rate);
}
