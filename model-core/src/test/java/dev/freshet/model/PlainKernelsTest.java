package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R032Store;
import org.ojalgo.matrix.store.R064Store;

class PlainKernelsTest {

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyElementIsOneChainOfMultiplyAddsFromPlusZero(long seed) {
        Product product = new Product(new Gen(seed), 19);
        float[] expected = product.c.clone();
        for (int i = 0; i < product.m; i++) {
            for (int j = 0; j < product.n; j++) {
                float sum = 0;
                for (int p = 0; p < product.k; p++) {
                    sum = Math.fma(product.elementOfA(i, p), product.elementOfB(p, j), sum);
                }
                expected[product.cAt + i * product.ldc + j] = sum;
            }
        }

        product.multiply();

        assertThat(bits(product.c)).isEqualTo(bits(expected));
    }

    /** ojAlgo's own products, in double and in float32; its stores hold columns one after the other. */
    @ParameterizedTest
    @MethodSource("shapes")
    void ojAlgoMultipliesToTheSameWithinRounding(int seed) {
        Product product = new Product(new Gen(seed), 70);
        R064Store wideA = R064Store.FACTORY.make(product.m, product.k);
        R064Store wideB = R064Store.FACTORY.make(product.k, product.n);
        R032Store a = R032Store.FACTORY.make(product.m, product.k);
        R032Store b = R032Store.FACTORY.make(product.k, product.n);
        fill(wideA, product::elementOfA);
        fill(wideB, product::elementOfB);
        a.fillMatching(wideA);
        b.fillMatching(wideB);

        product.multiply();

        MatrixStore<Double> exact = wideA.multiply(wideB);
        MatrixStore<Double> rounded = a.multiply(b);
        double tolerance = 16.0 * product.k * Math.ulp(1f);
        for (int i = 0; i < product.m; i++) {
            for (int j = 0; j < product.n; j++) {
                double found = product.c[product.cAt + i * product.ldc + j];
                assertThat(found).isEqualTo(exact.doubleValue(i, j), within(tolerance));
                assertThat(found).isEqualTo(rounded.doubleValue(i, j), within(2 * tolerance));
            }
        }
    }

    static IntStream shapes() {
        return IntStream.range(0, 12);
    }

    private interface Elements {
        float at(int row, int column);
    }

    private static void fill(R064Store store, Elements elements) {
        for (int i = 0; i < store.getRowDim(); i++) {
            for (int j = 0; j < store.getColDim(); j++) {
                store.set(i, j, (double) elements.at(i, j));
            }
        }
    }

    private static int[] bits(float[] values) {
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToRawIntBits(values[i]))
                .toArray();
    }

    /** Operands of random shape, offset and stride: A row- or column-major, all with room that must stay untouched. */
    private static final class Product {
        final int m;
        final int n;
        final int k;
        final int aAt;
        final int rowStride;
        final int columnStride;
        final int bAt;
        final int ldb;
        final int cAt;
        final int ldc;
        final float[] a;
        final float[] b;
        final float[] c;

        Product(Gen gen, int largest) {
            m = gen.between(1, largest);
            n = gen.between(1, largest);
            k = gen.between(0, largest);
            boolean columnMajor = gen.chance(0.5);
            rowStride = columnMajor ? 1 : k + gen.below(3);
            columnStride = columnMajor ? m + gen.below(3) : 1;
            aAt = gen.below(5);
            bAt = gen.below(5);
            cAt = gen.below(5);
            ldb = n + gen.below(4);
            ldc = n + gen.below(4);
            a = gen.floats(aAt + m * rowStride + k * columnStride + 1);
            b = gen.floats(bAt + k * ldb);
            c = gen.floats(cAt + m * ldc);
        }

        float elementOfA(int i, int p) {
            return a[aAt + i * rowStride + p * columnStride];
        }

        float elementOfB(int p, int j) {
            return b[bAt + p * ldb + j];
        }

        void multiply() {
            PlainKernels.INSTANCE.multiply(m, n, k, a, aAt, rowStride, columnStride, b, bAt, ldb, c, cAt, ldc);
        }
    }
}
