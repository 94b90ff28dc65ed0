package dev.freshet.model;

import java.util.Arrays;

/** Register tiles in plain Java: 4 rows by 4 columns, whose 16 independent chains keep the multiply-add units busy. */
final class PlainKernels implements Kernels {
    private static final int TILE = 4;

    private final float[] lanes = new float[DOT_LANES];

    @Override
    public String name() {
        return "plain Java, 4 x 4 tiles";
    }

    @Override
    public void multiply(
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
            int ldc) {
        int i = 0;
        for (; i + TILE <= m; i += TILE) {
            int row = aAt + i * rowStride;
            int j = 0;
            for (; j + TILE <= n; j += TILE) {
                tile4x4(k, a, row, rowStride, columnStride, b, bAt + j, ldb, c, cAt + i * ldc + j, ldc);
            }
            for (; j < n; j++) {
                tile4x1(k, a, row, rowStride, columnStride, b, bAt + j, ldb, c, cAt + i * ldc + j, ldc);
            }
        }
        for (; i < m; i++) {
            int row = aAt + i * rowStride;
            int j = 0;
            for (; j + TILE <= n; j += TILE) {
                tile1x4(k, a, row, columnStride, b, bAt + j, ldb, c, cAt + i * ldc + j);
            }
            for (; j < n; j++) {
                c[cAt + i * ldc + j] = dot(k, a, row, columnStride, b, bAt + j, ldb);
            }
        }
    }

    @Override
    public float dot(int n, float[] a, int aAt, float[] b, int bAt) {
        Arrays.fill(lanes, 0);
        int whole = n - n % DOT_LANES;
        for (int p = 0; p < whole; p += DOT_LANES) {
            addProducts(0, DOT_LANES, a, aAt + p, b, bAt + p);
        }
        int first = whole == 0 ? 0 : DOT_LANES - (n - whole);
        for (int l = 0; l < first && whole < n; l++) {
            int p = n - DOT_LANES + l;
            lanes[l] = Math.fma(a[aAt + p] * 0f, b[bAt + p], lanes[l]);
        }
        addProducts(first, n - whole, a, aAt + whole, b, bAt + whole);
        return sumOf(lanes, 0);
    }

    /** Takes n elements of a and b into as many lanes. */
    private void addProducts(int first, int n, float[] a, int aAt, float[] b, int bAt) {
        for (int l = 0; l < n; l++) {
            lanes[first + l] = Math.fma(a[aAt + l], b[bAt + l], lanes[first + l]);
        }
    }

    /** The sum of the lanes from {@code at} on, in the order that {@link Kernels#dot} states. */
    static float sumOf(float[] s, int at) {
        float s0 = (s[at] + s[at + 8]) + (s[at + 4] + s[at + 12]);
        float s1 = (s[at + 1] + s[at + 9]) + (s[at + 5] + s[at + 13]);
        float s2 = (s[at + 2] + s[at + 10]) + (s[at + 6] + s[at + 14]);
        float s3 = (s[at + 3] + s[at + 11]) + (s[at + 7] + s[at + 15]);
        return (s0 + s2) + (s1 + s3);
    }

    @Override
    public void activate(Activation f, int rows, int n, float[] z, int at, float[] bias, int biasAt) {
        addBias(rows, n, z, at, bias, biasAt);
        apply(f, rows, n, z, at);
    }

    static void addBias(int rows, int n, float[] z, int at, float[] bias, int biasAt) {
        if (n == 1) {
            addBias(z, at, at + rows, bias[biasAt]);
            return;
        }
        for (int row = at; row < at + rows * n; row += n) {
            for (int j = 0; j < n; j++) {
                z[row + j] += bias[biasAt + j];
            }
        }
    }

    private static void addBias(float[] z, int from, int to, float bias) {
        for (int i = from; i < to; i++) {
            z[i] += bias;
        }
    }

    /** Row by row where that matters. */
    static void apply(Activation f, int rows, int n, float[] z, int at) {
        if (f != Activation.SOFTMAX) {
            f.apply(z, at, rows * n);
            return;
        }
        for (int row = at; row < at + rows * n; row += n) {
            f.apply(z, row, n);
        }
    }

    @Override
    public void activateBackward(Activation f, int rows, int n, float[] d, float[] a) {
        if (f != Activation.SOFTMAX) {
            f.backward(d, a, 0, rows * n);
            return;
        }
        for (int row = 0; row < rows * n; row += n) {
            f.backward(d, a, row, n);
        }
    }

    @Override
    public void sumRows(int rows, int n, float[] d, float[] sums, int at) {
        if (n == 1) {
            sums[at] = sum(rows, d);
            return;
        }
        Arrays.fill(sums, at, at + n, 0);
        for (int row = 0; row < rows * n; row += n) {
            for (int j = 0; j < n; j++) {
                sums[at + j] += d[row + j];
            }
        }
    }

    private static float sum(int n, float[] d) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += d[i];
        }
        return sum;
    }

    @Override
    public boolean allWithin(float[] values, int from, int to, float limit) {
        boolean within = true;
        for (int i = from; i < to; i++) {
            within &= Math.abs(values[i]) <= limit;
        }
        return within;
    }

    @Override
    public boolean descend(int n, float[] x, float d, float factor, float rate, float[] w, float[] next) {
        boolean sound = true;
        for (int j = 0; j < n; j++) {
            float g = Math.fma(d, x[j], 0f);
            next[j] = g * factor * rate + w[j];
            sound &= Math.abs(g) <= Step.GRADIENT_LIMIT;
            sound &= Math.abs(next[j]) <= Float.MAX_VALUE;
        }
        return sound;
    }

    @Override
    public boolean step(float[] update, float[] params, float rate) {
        step(update, params, rate, 0);
        return allFinite(update, 0, update.length);
    }

    static void step(float[] update, float[] params, float rate, int from) {
        for (int i = from; i < update.length; i++) {
            update[i] = update[i] * rate + params[i];
        }
    }

    private static void tile4x4(
            int k, float[] a, int at, int rs, int cs, float[] b, int bt, int ldb, float[] c, int ct, int ldc) {
        float c00 = 0, c01 = 0, c02 = 0, c03 = 0;
        float c10 = 0, c11 = 0, c12 = 0, c13 = 0;
        float c20 = 0, c21 = 0, c22 = 0, c23 = 0;
        float c30 = 0, c31 = 0, c32 = 0, c33 = 0;
        for (int p = 0; p < k; p++) {
            float b0 = b[bt], b1 = b[bt + 1], b2 = b[bt + 2], b3 = b[bt + 3];
            float x = a[at];
            c00 = Math.fma(x, b0, c00);
            c01 = Math.fma(x, b1, c01);
            c02 = Math.fma(x, b2, c02);
            c03 = Math.fma(x, b3, c03);
            x = a[at + rs];
            c10 = Math.fma(x, b0, c10);
            c11 = Math.fma(x, b1, c11);
            c12 = Math.fma(x, b2, c12);
            c13 = Math.fma(x, b3, c13);
            x = a[at + 2 * rs];
            c20 = Math.fma(x, b0, c20);
            c21 = Math.fma(x, b1, c21);
            c22 = Math.fma(x, b2, c22);
            c23 = Math.fma(x, b3, c23);
            x = a[at + 3 * rs];
            c30 = Math.fma(x, b0, c30);
            c31 = Math.fma(x, b1, c31);
            c32 = Math.fma(x, b2, c32);
            c33 = Math.fma(x, b3, c33);
            at += cs;
            bt += ldb;
        }
        put4(c, ct, c00, c01, c02, c03);
        put4(c, ct + ldc, c10, c11, c12, c13);
        put4(c, ct + 2 * ldc, c20, c21, c22, c23);
        put4(c, ct + 3 * ldc, c30, c31, c32, c33);
    }

    private static void tile4x1(
            int k, float[] a, int at, int rs, int cs, float[] b, int bt, int ldb, float[] c, int ct, int ldc) {
        float c0 = 0, c1 = 0, c2 = 0, c3 = 0;
        for (int p = 0; p < k; p++) {
            float y = b[bt];
            c0 = Math.fma(a[at], y, c0);
            c1 = Math.fma(a[at + rs], y, c1);
            c2 = Math.fma(a[at + 2 * rs], y, c2);
            c3 = Math.fma(a[at + 3 * rs], y, c3);
            at += cs;
            bt += ldb;
        }
        c[ct] = c0;
        c[ct + ldc] = c1;
        c[ct + 2 * ldc] = c2;
        c[ct + 3 * ldc] = c3;
    }

    private static void tile1x4(int k, float[] a, int at, int cs, float[] b, int bt, int ldb, float[] c, int ct) {
        float c0 = 0, c1 = 0, c2 = 0, c3 = 0;
        for (int p = 0; p < k; p++) {
            float x = a[at];
            c0 = Math.fma(x, b[bt], c0);
            c1 = Math.fma(x, b[bt + 1], c1);
            c2 = Math.fma(x, b[bt + 2], c2);
            c3 = Math.fma(x, b[bt + 3], c3);
            at += cs;
            bt += ldb;
        }
        put4(c, ct, c0, c1, c2, c3);
    }

    private static float dot(int k, float[] a, int at, int cs, float[] b, int bt, int ldb) {
        float sum = 0;
        for (int p = 0; p < k; p++) {
            sum = Math.fma(a[at], b[bt], sum);
            at += cs;
            bt += ldb;
        }
        return sum;
    }

    private static void put4(float[] c, int at, float c0, float c1, float c2, float c3) {
        c[at] = c0;
        c[at + 1] = c1;
        c[at + 2] = c2;
        c[at + 3] = c3;
    }
}
