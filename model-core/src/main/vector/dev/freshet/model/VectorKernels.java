package dev.freshet.model;

import static dev.freshet.model.VectorTiles.LANES;

/**
 * The kernels on the JDK's Vector API, of whatever width this machine has. What does not fill the last tile is covered by a
 * tile that begins earlier and computes some elements twice, to the same bits. Holds scratch, so it belongs to one thread.
 */
final class VectorKernels implements Kernels {
    /** AVX2 has 16 registers, too few for tiles of 16 accumulators; all else has 32. */
    private static final boolean FEW_REGISTERS = LANES == 8;

    /** C2 vectorises the plain loop too; where there are few, the call costs more than is won. */
    private static final int FEW_PARAMETERS = 1024;

    /** At a time. */
    private static final int DOTS = 32;

    private final Kernels plain = new PlainKernels();
    private final float[] lanes = new float[DOTS * DOT_LANES];
    private float[] paddedB = new float[0];
    private float[] paddedC = new float[0];
    private float[] columns = new float[0];

    @Override
    public String name() {
        return "Vector API, " + LANES * Float.SIZE + " bits";
    }

    @Override
    public void warmUp() {
        new VectorWarmUp(this).run();
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
        if (n >= LANES) {
            product(m, n, k, a, aAt, rowStride, columnStride, b, bAt, ldb, c, cAt, ldc);
        } else if (n == 1 && rowStride == 1 && ldc == 1 && m >= LANES) {
            product(1, m, k, b, bAt, 0, ldb, a, aAt, columnStride, c, cAt, m);
        } else if (m >= 4 && n > 1) {
            narrow(m, n, k, a, aAt, rowStride, columnStride, b, bAt, ldb, c, cAt, ldc);
        } else if (n > 3 && bAt + (k - 1) * ldb + LANES <= b.length) {
            narrowRows(m, n, k, a, aAt, rowStride, columnStride, b, bAt, ldb, c, cAt, ldc);
        } else {
            plain.multiply(m, n, k, a, aAt, rowStride, columnStride, b, bAt, ldb, c, cAt, ldc);
        }
    }

    private static void product(
            int m,
            int n,
            int k,
            float[] a,
            int at,
            int rs,
            int cs,
            float[] b,
            int bt,
            int ldb,
            float[] c,
            int ct,
            int ldc) {
        if (m >= 4) {
            tiles(m, n, k, a, at, rs, cs, b, bt, ldb, c, ct, ldc);
            return;
        }
        for (int i = 0; i < m; i++) {
            VectorTiles.row(n, k, a, at + i * rs, cs, b, bt, ldb, c, ct + i * ldc);
        }
    }

    private static void tiles(
            int m,
            int n,
            int k,
            float[] a,
            int at,
            int rs,
            int cs,
            float[] b,
            int bt,
            int ldb,
            float[] c,
            int ct,
            int ldc) {
        int j = 0;
        if (!FEW_REGISTERS) {
            for (; n - j >= 4 * LANES; j += 4 * LANES) {
                panel4(m, k, a, at, rs, cs, b, bt + j, ldb, c, ct + j, ldc);
            }
        }
        for (; n - j >= 2 * LANES; j += 2 * LANES) {
            panel2(m, k, a, at, rs, cs, b, bt + j, ldb, c, ct + j, ldc);
        }
        while (j < n) {
            j = Math.min(j, n - LANES);
            panel1(m, k, a, at, rs, cs, b, bt + j, ldb, c, ct + j, ldc);
            j += LANES;
        }
    }

    private static void panel4(
            int m, int k, float[] a, int at, int rs, int cs, float[] b, int bt, int ldb, float[] c, int ct, int ldc) {
        for (int i = 0; i < m; i += 4) {
            int row = Math.min(i, m - 4);
            VectorTiles.tile4x4(k, a, at + row * rs, rs, cs, b, bt, ldb, c, ct + row * ldc, ldc);
        }
    }

    private static void panel2(
            int m, int k, float[] a, int at, int rs, int cs, float[] b, int bt, int ldb, float[] c, int ct, int ldc) {
        int i = 0;
        if (!FEW_REGISTERS) {
            for (; i + 8 <= m; i += 8) {
                VectorTiles.tile8x2(k, a, at + i * rs, rs, cs, b, bt, ldb, c, ct + i * ldc, ldc);
            }
        }
        for (; i < m; i += 4) {
            int row = Math.min(i, m - 4);
            VectorTiles.tile4x2(k, a, at + row * rs, rs, cs, b, bt, ldb, c, ct + row * ldc, ldc);
        }
    }

    private static void panel1(
            int m, int k, float[] a, int at, int rs, int cs, float[] b, int bt, int ldb, float[] c, int ct, int ldc) {
        int i = 0;
        if (m >= 8) {
            for (; i < m; i += 8) {
                int row = Math.min(i, m - 8);
                VectorTiles.tile8x1(k, a, at + row * rs, rs, cs, b, bt, ldb, c, ct + row * ldc, ldc);
            }
        }
        for (; i < m; i++) {
            VectorTiles.row(LANES, k, a, at + i * rs, cs, b, bt, ldb, c, ct + i * ldc);
        }
    }

    /**
     * Fewer columns than lanes: whole vectors of B, the lanes beyond n are computed for nothing. Where rows adjoin, what is
     * stored beyond one is overwritten by the next; the last rows go another way.
     */
    private void narrow(
            int m,
            int n,
            int k,
            float[] a,
            int at,
            int rs,
            int cs,
            float[] b,
            int bt,
            int ldb,
            float[] c,
            int ct,
            int ldc) {
        float[] from = b;
        if (bt + (k - 1) * ldb + LANES > b.length) {
            paddedB = atLeast(paddedB, k * LANES);
            for (int p = 0; p < k; p++) {
                System.arraycopy(b, bt + p * ldb, paddedB, p * LANES, n);
            }
            from = paddedB;
            bt = 0;
            ldb = LANES;
        }
        int last = ldc == n && 2 * n >= LANES ? Math.max(0, m - 8) : 0;
        for (int i = 0; i < last; i += 8) {
            VectorTiles.tile8x1(k, a, at + i * rs, rs, cs, from, bt, ldb, c, ct + i * n, n);
        }
        paddedC = atLeast(paddedC, (m - last) * LANES);
        panel1(m - last, k, a, at + last * rs, rs, cs, from, bt, ldb, paddedC, 0, LANES);
        for (int i = last; i < m; i++) {
            System.arraycopy(paddedC, (i - last) * LANES, c, ct + i * ldc, n);
        }
    }

    private void narrowRows(
            int m,
            int n,
            int k,
            float[] a,
            int at,
            int rs,
            int cs,
            float[] b,
            int bt,
            int ldb,
            float[] c,
            int ct,
            int ldc) {
        for (int i = 0; i < m; i++) {
            VectorTiles.row(LANES, k, a, at + i * rs, cs, b, bt, ldb, lanes, 0);
            System.arraycopy(lanes, 0, c, ct + i * ldc, n);
        }
    }

    private static float[] atLeast(float[] array, int length) {
        return array.length >= length ? array : new float[Math.max(length, 2 * array.length)];
    }

    @Override
    public float dot(int n, float[] a, int aAt, float[] b, int bAt) {
        if (n < DOT_LANES) {
            return plain.dot(n, a, aAt, b, bAt);
        }
        VectorLoops.dotLanes(n, a, aAt, b, bAt, lanes);
        return PlainKernels.sumOf(lanes, 0);
    }

    @Override
    public void dots(int rows, int n, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        if (n < DOT_LANES) {
            plain.dots(rows, n, a, aAt, b, bAt, c, cAt);
            return;
        }
        if (rows == 1) {
            c[cAt] = dot(n, a, aAt, b, bAt);
            return;
        }
        for (int i = 0; i < rows; i += DOTS) {
            int some = Math.min(DOTS, rows - i);
            VectorLoops.dotLanes(some, n, a, aAt + i * n, b, bAt, lanes);
            for (int l = 0; l < some; l++) {
                c[cAt + i + l] = PlainKernels.sumOf(lanes, l * DOT_LANES);
            }
        }
    }

    @Override
    public void activate(Activation f, int rows, int n, float[] z, int at, float[] bias, int biasAt) {
        if (f == Activation.RELU && n >= LANES) {
            VectorActivations.addBiasAndCut(rows, n, z, at, bias, biasAt);
            cutRest(rows, n, z, at, bias, biasAt);
        } else if (f == Activation.SIGMOID && rows * n >= LANES) {
            PlainKernels.addBias(rows, n, z, at, bias, biasAt);
            int end = at + rows * n / LANES * LANES;
            VectorActivations.sigmoid(z, at, end);
            f.apply(z, end, at + rows * n - end);
        } else if (f == Activation.SOFTMAX && rows >= LANES) {
            softmax(rows, n, z, at, bias, biasAt);
        } else {
            plain.activate(f, rows, n, z, at, bias, biasAt);
        }
    }

    /** The columns that fill no vector. */
    private static void cutRest(int rows, int n, float[] z, int at, float[] bias, int biasAt) {
        int whole = n / LANES * LANES;
        if (whole == n) {
            return;
        }
        for (int row = at; row < at + rows * n; row += n) {
            for (int j = whole; j < n; j++) {
                z[row + j] += bias[biasAt + j];
            }
            Activation.RELU.apply(z, row + whole, n - whole);
        }
    }

    /** Rows side by side, a lane for each. */
    private void softmax(int rows, int n, float[] z, int at, float[] bias, int biasAt) {
        columns = atLeast(columns, n * LANES);
        int i = 0;
        for (; i + LANES <= rows; i += LANES) {
            toColumns(n, z, at + i * n, bias, biasAt, columns);
            VectorActivations.softmax(n, columns);
            fromColumns(n, columns, z, at + i * n);
        }
        plain.activate(Activation.SOFTMAX, rows - i, n, z, at + i * n, bias, biasAt);
    }

    private static void toColumns(int n, float[] z, int at, float[] bias, int biasAt, float[] columns) {
        for (int j = 0; j < n; j++) {
            float b = bias[biasAt + j];
            for (int i = 0; i < LANES; i++) {
                columns[j * LANES + i] = z[at + i * n + j] + b;
            }
        }
    }

    private static void fromColumns(int n, float[] columns, float[] z, int at) {
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < LANES; i++) {
                z[at + i * n + j] = columns[j * LANES + i];
            }
        }
    }

    @Override
    public void activateBackward(Activation f, int rows, int n, float[] d, float[] a) {
        if (f == Activation.RELU) {
            int done = VectorLoops.cutBackward(rows * n, d, a);
            f.backward(d, a, done, rows * n - done);
        } else {
            plain.activateBackward(f, rows, n, d, a);
        }
    }

    @Override
    public void sumRows(int rows, int n, float[] d, float[] sums, int at) {
        if (n >= LANES) {
            VectorLoops.sumRows(rows, n, d, sums, at);
        } else if (n > 1 && (rows - 1) * n + LANES <= d.length) {
            VectorLoops.sumNarrowRows(rows, n, d, lanes);
            System.arraycopy(lanes, 0, sums, at, n);
        } else {
            plain.sumRows(rows, n, d, sums, at);
        }
    }

    @Override
    public boolean allWithin(float[] values, int from, int to, float limit) {
        return to - from < LANES
                ? plain.allWithin(values, from, to, limit)
                : VectorFinite.allFinite(values, from, to, Float.MAX_VALUE / limit);
    }

    @Override
    public boolean descend(int n, float[] x, float d, float factor, float rate, float[] w, float[] next) {
        return n < LANES
                ? plain.descend(n, x, d, factor, rate, w, next)
                : VectorFinite.descend(n, x, d, factor, rate, w, next, Float.MAX_VALUE / Step.GRADIENT_LIMIT);
    }

    @Override
    public boolean step(float[] update, float[] params, float rate) {
        if (update.length < FEW_PARAMETERS) {
            return plain.step(update, params, rate);
        }
        int end = update.length - update.length % LANES;
        boolean finite = VectorFinite.step(end, update, params, rate);
        PlainKernels.step(update, params, rate, end);
        return plain.allFinite(update, end, update.length) && finite;
    }
}
