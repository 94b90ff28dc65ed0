package dev.freshet.model;

import dev.freshet.model.optim.Ftrl;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One event's way through {@link Ftrl} with one output: z and n of its columns and the bias are gathered once, for the
 * prediction, and serve the step if nothing has changed in between; else they are gathered again, to the same bits. Owns
 * scratch arrays only.
 */
final class FtrlEvent {
    /** Whole vectors of any machine: the rest of a loop is slow. */
    private static final int PAD = Kernels.DOT_LANES;

    /** If no |z| is beyond 2⁶⁰, no weight and no difference of two is beyond 2⁸¹ with a denominator of this at least. */
    private static final float LEAST_DENOMINATOR = 0x1p-20f;

    private static final float SQUARE_SUM = Step.GRADIENT_LIMIT * Step.GRADIENT_LIMIT;

    private final Kernels kernels;
    private final Ftrl.Factors factors;
    private final int bias;
    private final boolean bounded;

    private float[] z = {};
    private float[] squares = {};
    private float[] w = {};
    private float[] nextZ = {};
    private float[] nextSquares = {};
    private float[] g = {};
    private int size;

    /** What was gathered last: a row of these rows, as they were, under these weights after so many steps. */
    private float @Nullable [] table;

    private @Nullable SparseRows rows;
    private int row;
    private long version;
    private long steps;

    FtrlEvent(Kernels kernels, Ftrl ftrl, int bias) {
        this.kernels = kernels;
        this.bias = bias;
        factors = ftrl.factors();
        bounded = (float) Math.sqrt(factors.start()) * factors.perAlpha() + factors.added() >= LEAST_DENOMINATOR;
    }

    /** Σ w x over the columns of a row, without the bias. */
    float score(Weights weights, SparseRows from, int of) {
        gather(weights, from, of);
        return kernels.dot(size - 1, from.value(), from.from(of), w, 0);
    }

    /** The bias's weight, as of the last {@link #score}. */
    float bias() {
        return w[size - 1];
    }

    private void gather(Weights weights, SparseRows from, int of) {
        size = from.length(of) + 1;
        int padded = padded(size);
        if (z.length < padded) {
            grow(Math.max(padded, 2 * z.length));
        }
        read(weights.params, from.column(), from.from(of), size - 1, z, squares);
        z[size - 1] = weights.params[2 * bias];
        squares[size - 1] = weights.params[2 * bias + 1];
        Arrays.fill(z, size, padded, 0);
        Arrays.fill(squares, size, padded, 0);
        factors.weights(padded, z, squares, w);
        table = weights.params;
        rows = from;
        row = of;
        version = from.version();
        steps = weights.steps;
    }

    private static int padded(int n) {
        return (n + PAD - 1) / PAD * PAD;
    }

    private boolean gathered(Weights weights, SparseRows from, int of) {
        return table == weights.params
                && rows == from
                && row == of
                && version == from.version()
                && steps == weights.steps;
    }

    private void grow(int length) {
        z = new float[length];
        squares = new float[length];
        w = new float[length];
        nextZ = new float[length];
        nextSquares = new float[length];
        g = new float[length];
    }

    private static void read(float[] table, int[] columns, int from, int n, float[] z, float[] squares) {
        for (int k = 0; k < n; k++) {
            int at = 2 * columns[from + k];
            z[k] = table[at];
            squares[k] = table[at + 1];
        }
    }

    private static void write(float[] table, int[] columns, int from, int n, float[] z, float[] squares) {
        for (int k = 0; k < n; k++) {
            int at = 2 * columns[from + k];
            table[at] = z[k];
            table[at + 1] = squares[k];
        }
    }

    /**
     * Forms the gradient of the first row.
     *
     * @param d of the score
     * @return of the columns and the bias at the end, {@link SparseRows#length} + 1; reused
     */
    float[] gradient(SparseRows from, float d) {
        int n = from.length(0);
        int padded = padded(n + 1);
        if (g.length < padded) {
            grow(Math.max(padded, 2 * g.length));
        }
        scale(n, d, from.value(), g);
        g[n] = d;
        Arrays.fill(g, n + 1, padded, 0);
        return g;
    }

    /** One link of each chain of a product. */
    private static void scale(int n, float d, float[] x, float[] products) {
        for (int k = 0; k < n; k++) {
            products[k] = Math.fma(x[k], d, 0f);
        }
    }

    /**
     * Learns from the first row, whose {@link #gradient} was formed last.
     *
     * @return whether all that it comes to is sure to be finite, and no gradient beyond {@link Step#GRADIENT_LIMIT}; if
     *     not, nothing has changed
     */
    boolean learn(Weights weights, SparseRows from) {
        if (!bounded) {
            return false;
        }
        if (!gathered(weights, from, 0)) {
            gather(weights, from, 0);
        }
        table = null;
        int padded = padded(size);
        factors.learn(padded, g, w, z, squares, nextZ, nextSquares);
        if (!(within(padded, z) && within(padded, g) && within(padded, nextZ))) {
            return false;
        }
        write(weights.params, from.column(), from.from(0), size - 1, nextZ, nextSquares);
        weights.params[2 * bias] = nextZ[size - 1];
        weights.params[2 * bias + 1] = nextSquares[size - 1];
        return true;
    }

    /** Whether all are sure to be within 2⁶⁰: a dot tells it sooner than a search for the largest. */
    private boolean within(int n, float[] values) {
        return kernels.dot(n, values, 0, values, 0) <= SQUARE_SUM;
    }
}
