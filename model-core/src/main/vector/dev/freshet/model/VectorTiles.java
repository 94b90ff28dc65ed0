package dev.freshet.model;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of a product, named rows x vectors: each lane of each accumulator is one chain of fused multiply-adds over
 * k. Each method has more than 325 bytecodes, so that HotSpot does not inline it: see {@link VectorLoops}.
 */
final class VectorTiles {
    /** The machine's width, up to as many lanes as a dot has. */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() <= Kernels.DOT_LANES
            ? FloatVector.SPECIES_PREFERRED
            : FloatVector.SPECIES_512;

    static final int LANES = SPECIES.length();

    private VectorTiles() {}

    static void tile4x4(
            int k, float[] a, int at, int rs, int cs, float[] b, int bt, int ldb, float[] c, int ct, int ldc) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c00 = zero, c01 = zero, c02 = zero, c03 = zero;
        FloatVector c10 = zero, c11 = zero, c12 = zero, c13 = zero;
        FloatVector c20 = zero, c21 = zero, c22 = zero, c23 = zero;
        FloatVector c30 = zero, c31 = zero, c32 = zero, c33 = zero;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bt);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bt + LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bt + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, bt + 3 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[at]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            c02 = x.fma(b2, c02);
            c03 = x.fma(b3, c03);
            x = FloatVector.broadcast(SPECIES, a[at + rs]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            c12 = x.fma(b2, c12);
            c13 = x.fma(b3, c13);
            x = FloatVector.broadcast(SPECIES, a[at + 2 * rs]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            c22 = x.fma(b2, c22);
            c23 = x.fma(b3, c23);
            x = FloatVector.broadcast(SPECIES, a[at + 3 * rs]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            c32 = x.fma(b2, c32);
            c33 = x.fma(b3, c33);
            at += cs;
            bt += ldb;
        }
        c00.intoArray(c, ct);
        c01.intoArray(c, ct + LANES);
        c02.intoArray(c, ct + 2 * LANES);
        c03.intoArray(c, ct + 3 * LANES);
        c10.intoArray(c, ct + ldc);
        c11.intoArray(c, ct + ldc + LANES);
        c12.intoArray(c, ct + ldc + 2 * LANES);
        c13.intoArray(c, ct + ldc + 3 * LANES);
        c20.intoArray(c, ct + 2 * ldc);
        c21.intoArray(c, ct + 2 * ldc + LANES);
        c22.intoArray(c, ct + 2 * ldc + 2 * LANES);
        c23.intoArray(c, ct + 2 * ldc + 3 * LANES);
        c30.intoArray(c, ct + 3 * ldc);
        c31.intoArray(c, ct + 3 * ldc + LANES);
        c32.intoArray(c, ct + 3 * ldc + 2 * LANES);
        c33.intoArray(c, ct + 3 * ldc + 3 * LANES);
    }

    static void tile8x2(
            int k, float[] a, int at, int rs, int cs, float[] b, int bt, int ldb, float[] c, int ct, int ldc) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero, c30 = zero, c31 = zero;
        FloatVector c40 = zero, c41 = zero, c50 = zero, c51 = zero, c60 = zero, c61 = zero, c70 = zero, c71 = zero;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bt);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bt + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[at]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = FloatVector.broadcast(SPECIES, a[at + rs]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = FloatVector.broadcast(SPECIES, a[at + 2 * rs]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = FloatVector.broadcast(SPECIES, a[at + 3 * rs]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            x = FloatVector.broadcast(SPECIES, a[at + 4 * rs]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            x = FloatVector.broadcast(SPECIES, a[at + 5 * rs]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
            x = FloatVector.broadcast(SPECIES, a[at + 6 * rs]);
            c60 = x.fma(b0, c60);
            c61 = x.fma(b1, c61);
            x = FloatVector.broadcast(SPECIES, a[at + 7 * rs]);
            c70 = x.fma(b0, c70);
            c71 = x.fma(b1, c71);
            at += cs;
            bt += ldb;
        }
        c00.intoArray(c, ct);
        c01.intoArray(c, ct + LANES);
        c10.intoArray(c, ct + ldc);
        c11.intoArray(c, ct + ldc + LANES);
        c20.intoArray(c, ct + 2 * ldc);
        c21.intoArray(c, ct + 2 * ldc + LANES);
        c30.intoArray(c, ct + 3 * ldc);
        c31.intoArray(c, ct + 3 * ldc + LANES);
        c40.intoArray(c, ct + 4 * ldc);
        c41.intoArray(c, ct + 4 * ldc + LANES);
        c50.intoArray(c, ct + 5 * ldc);
        c51.intoArray(c, ct + 5 * ldc + LANES);
        c60.intoArray(c, ct + 6 * ldc);
        c61.intoArray(c, ct + 6 * ldc + LANES);
        c70.intoArray(c, ct + 7 * ldc);
        c71.intoArray(c, ct + 7 * ldc + LANES);
    }

    static void tile4x2(
            int k, float[] a, int at, int rs, int cs, float[] b, int bt, int ldb, float[] c, int ct, int ldc) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero, c30 = zero, c31 = zero;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bt);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bt + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[at]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = FloatVector.broadcast(SPECIES, a[at + rs]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = FloatVector.broadcast(SPECIES, a[at + 2 * rs]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = FloatVector.broadcast(SPECIES, a[at + 3 * rs]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            at += cs;
            bt += ldb;
        }
        c00.intoArray(c, ct);
        c01.intoArray(c, ct + LANES);
        c10.intoArray(c, ct + ldc);
        c11.intoArray(c, ct + ldc + LANES);
        c20.intoArray(c, ct + 2 * ldc);
        c21.intoArray(c, ct + 2 * ldc + LANES);
        c30.intoArray(c, ct + 3 * ldc);
        c31.intoArray(c, ct + 3 * ldc + LANES);
    }

    static void tile8x1(
            int k, float[] a, int at, int rs, int cs, float[] b, int bt, int ldb, float[] c, int ct, int ldc) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c0 = zero, c1 = zero, c2 = zero, c3 = zero, c4 = zero, c5 = zero, c6 = zero, c7 = zero;
        for (int p = 0; p < k; p++) {
            FloatVector row = FloatVector.fromArray(SPECIES, b, bt);
            c0 = FloatVector.broadcast(SPECIES, a[at]).fma(row, c0);
            c1 = FloatVector.broadcast(SPECIES, a[at + rs]).fma(row, c1);
            c2 = FloatVector.broadcast(SPECIES, a[at + 2 * rs]).fma(row, c2);
            c3 = FloatVector.broadcast(SPECIES, a[at + 3 * rs]).fma(row, c3);
            c4 = FloatVector.broadcast(SPECIES, a[at + 4 * rs]).fma(row, c4);
            c5 = FloatVector.broadcast(SPECIES, a[at + 5 * rs]).fma(row, c5);
            c6 = FloatVector.broadcast(SPECIES, a[at + 6 * rs]).fma(row, c6);
            c7 = FloatVector.broadcast(SPECIES, a[at + 7 * rs]).fma(row, c7);
            at += cs;
            bt += ldb;
        }
        c0.intoArray(c, ct);
        c1.intoArray(c, ct + ldc);
        c2.intoArray(c, ct + 2 * ldc);
        c3.intoArray(c, ct + 3 * ldc);
        c4.intoArray(c, ct + 4 * ldc);
        c5.intoArray(c, ct + 5 * ldc);
        c6.intoArray(c, ct + 6 * ldc);
        c7.intoArray(c, ct + 7 * ldc);
    }

    /** A row of at least one vector; the last may compute elements twice. */
    static void row(int n, int k, float[] a, int at, int cs, float[] b, int bAt, int ldb, float[] c, int ct) {
        int j = 0;
        for (; j <= n - 4 * LANES; j += 4 * LANES) {
            FloatVector c0 = FloatVector.zero(SPECIES), c1 = c0, c2 = c0, c3 = c0;
            int bt = bAt + j;
            int x = at;
            for (int p = 0; p < k; p++) {
                FloatVector each = FloatVector.broadcast(SPECIES, a[x]);
                c0 = each.fma(FloatVector.fromArray(SPECIES, b, bt), c0);
                c1 = each.fma(FloatVector.fromArray(SPECIES, b, bt + LANES), c1);
                c2 = each.fma(FloatVector.fromArray(SPECIES, b, bt + 2 * LANES), c2);
                c3 = each.fma(FloatVector.fromArray(SPECIES, b, bt + 3 * LANES), c3);
                x += cs;
                bt += ldb;
            }
            c0.intoArray(c, ct + j);
            c1.intoArray(c, ct + j + LANES);
            c2.intoArray(c, ct + j + 2 * LANES);
            c3.intoArray(c, ct + j + 3 * LANES);
        }
        for (; j < n - LANES; j += 2 * LANES) {
            FloatVector c0 = FloatVector.zero(SPECIES), c1 = c0;
            int second = Math.min(LANES, n - LANES - j);
            int bt = bAt + j;
            int x = at;
            for (int p = 0; p < k; p++) {
                FloatVector each = FloatVector.broadcast(SPECIES, a[x]);
                c0 = each.fma(FloatVector.fromArray(SPECIES, b, bt), c0);
                c1 = each.fma(FloatVector.fromArray(SPECIES, b, bt + second), c1);
                x += cs;
                bt += ldb;
            }
            c0.intoArray(c, ct + j);
            c1.intoArray(c, ct + j + second);
        }
        if (j < n) {
            j = n - LANES;
            FloatVector c0 = FloatVector.zero(SPECIES);
            int bt = bAt + j;
            int x = at;
            for (int p = 0; p < k; p++) {
                FloatVector each = FloatVector.broadcast(SPECIES, a[x]);
                c0 = each.fma(FloatVector.fromArray(SPECIES, b, bt), c0);
                x += cs;
                bt += ldb;
            }
            c0.intoArray(c, ct + j);
        }
    }
}
