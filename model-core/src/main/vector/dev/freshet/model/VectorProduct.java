package dev.freshet.model;

import static dev.freshet.model.VectorTiles.LANES;

/**
 * {@link Kernels#multiply} by {@link VectorTiles}. What does not fill the last tile is covered by a tile that begins earlier and
 * computes some elements twice, to the same bits. Holds scratch.
 */
final class VectorProduct {
    /** AVX2 has 16 registers, too few for tiles of 16 accumulators; all else has 32. */
    private static final boolean FEW_REGISTERS = LANES == 8;

    private final Kernels plain = new PlainKernels();
    private final float[] row = new float[LANES];
    private float[] paddedB = new float[0];
    private float[] paddedC = new float[0];

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
            VectorTiles.row(LANES, k, a, at + i * rs, cs, b, bt, ldb, row, 0);
            System.arraycopy(row, 0, c, ct + i * ldc, n);
        }
    }

    static float[] atLeast(float[] array, int length) {
        return array.length >= length ? array : new float[Math.max(length, 2 * array.length)];
    }
}
