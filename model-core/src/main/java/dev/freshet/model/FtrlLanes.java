package dev.freshet.model;

import dev.freshet.model.optim.Ftrl;
import java.util.Arrays;

/**
 * z and n of one row's columns, gathered into the lanes of its {@link Kernels#dot}, so that whole vectors of any machine meet
 * the row's values as these lie: of more than 16 columns the last few stand in the last lanes, and those before them hold 0,
 * whose weight is 0. Owned by a {@link FtrlEvent}, reused.
 */
final class FtrlLanes {
    private static final int LANES = Kernels.DOT_LANES;

    /** A sum of squares up to this proves that none is beyond {@link Step#GRADIENT_LIMIT}. */
    static final float SQUARE_SUM = Step.GRADIENT_LIMIT * Step.GRADIENT_LIMIT;

    final Ftrl.Factors factors;
    float[] z = {};
    float[] squares = {};
    /** Filled by {@link Kernels#weigh}, as {@link #root} may be: √(n₀ + n). */
    float[] w = {};

    float[] root = {};
    float[] nextZ = {};
    float[] nextSquares = {};
    /** Filled by {@link Kernels#learn} as it likes. */
    float[] sizes = {};
    /** Columns of the row. */
    int size;
    /** Columns that fill 16 lanes each. */
    int whole;
    /** Lanes in use, 16 times as many as it takes. */
    int end;

    private float[] g = {};
    private final float[] lanes = new float[LANES];

    FtrlLanes(Ftrl.Factors factors) {
        this.factors = factors;
    }

    /** Reads {@code n} columns of {@code table}, in which z and n of a column lie side by side. */
    void gather(float[] table, int[] columns, int from, int n) {
        if (size != n || z.length < n) {
            reshape(n);
        }
        read(table, columns, from, whole, z, squares, 0);
        read(table, columns, from + whole, n - whole, z, squares, rest());
    }

    /** What lies between the columns stays 0 until a row has another length. */
    private void reshape(int n) {
        size = n;
        whole = n - n % LANES;
        end = (n + LANES - 1) / LANES * LANES;
        if (z.length < end) {
            grow(Math.max(end, 2 * z.length));
        }
        Arrays.fill(z, whole, end, 0);
        Arrays.fill(squares, whole, end, 0);
    }

    /** Writes what the columns have become. */
    void scatter(float[] table, int[] columns, int from) {
        write(table, columns, from, whole, nextZ, nextSquares, 0);
        write(table, columns, from + whole, size - whole, nextZ, nextSquares, rest());
    }

    /** Lane of the first of the columns that fill no 16 lanes. */
    private int rest() {
        return whole == 0 ? 0 : end - (size - whole);
    }

    private void grow(int length) {
        z = new float[length];
        squares = new float[length];
        w = new float[length];
        root = new float[length];
        nextZ = new float[length];
        nextSquares = new float[length];
        sizes = new float[length];
        g = new float[length];
    }

    private static void read(float[] table, int[] columns, int from, int n, float[] z, float[] squares, int to) {
        for (int k = 0; k < n; k++) {
            int at = 2 * columns[from + k];
            z[to + k] = table[at];
            squares[to + k] = table[at + 1];
        }
    }

    private static void write(float[] table, int[] columns, int from, int n, float[] z, float[] squares, int at) {
        for (int k = 0; k < n; k++) {
            int to = 2 * columns[from + k];
            table[to] = z[at + k];
            table[to + 1] = squares[at + k];
        }
    }

    /** {@link Kernels#weigh} in plain Java. */
    float weigh(float[] x, int xAt) {
        factors.weights(end, z, squares, w);
        Arrays.fill(lanes, 0);
        for (int p = 0; p < whole; p += LANES) {
            addProducts(LANES, x, xAt + p, w, p);
        }
        if (whole < size) {
            addProducts(lastCount(), x, lastOf(xAt), w, whole);
        }
        return PlainKernels.sumOf(lanes, 0);
    }

    private void addProducts(int n, float[] a, int aAt, float[] b, int bAt) {
        for (int l = 0; l < n; l++) {
            lanes[l] = Math.fma(a[aAt + l], b[bAt + l], lanes[l]);
        }
    }

    /** Values that meet the lanes behind the whole ones. */
    private int lastCount() {
        return whole == 0 ? size : LANES;
    }

    private int lastOf(int xAt) {
        return whole == 0 ? xAt : xAt + size - LANES;
    }

    /** {@link Kernels#learn} in plain Java. */
    boolean learn(float[] x, int xAt, float d) {
        Arrays.fill(g, whole, end, 0);
        scale(whole, d, x, xAt, g, 0);
        if (whole < size) {
            scale(lastCount(), d, x, lastOf(xAt), g, whole);
        }
        factors.learn(end, g, w, z, squares, nextZ, nextSquares);
        return within(z) && within(g) && within(nextZ);
    }

    /** One link of each chain of a product. */
    private static void scale(int n, float d, float[] x, int xAt, float[] products, int at) {
        for (int k = 0; k < n; k++) {
            products[at + k] = Math.fma(x[xAt + k], d, 0f);
        }
    }

    private boolean within(float[] values) {
        Arrays.fill(lanes, 0);
        for (int p = 0; p < end; p += LANES) {
            addProducts(LANES, values, p, values, p);
        }
        return PlainKernels.sumOf(lanes, 0) <= SQUARE_SUM;
    }
}
