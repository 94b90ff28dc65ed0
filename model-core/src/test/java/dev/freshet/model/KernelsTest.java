package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R032Store;
import org.ojalgo.matrix.store.R064Store;

/** Both implementations, over random shapes, offsets and strides, tails of every length among them. */
class KernelsTest {
    private static final List<Kernels> ALL = List.of(KernelChoice.PLAIN.create(), KernelChoice.VECTOR.create());
    private static final int LARGEST = 70;

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyElementOfAProductIsOneChainOfMultiplyAddsFromPlusZero(long seed) {
        Gen gen = new Gen(seed);
        Product product = new Product(gen, gen.pick(5, 19, LARGEST));
        float[] before = product.c.clone();
        float[] expected = before.clone();
        for (int i = 0; i < product.m; i++) {
            for (int j = 0; j < product.n; j++) {
                float sum = 0;
                for (int p = 0; p < product.k; p++) {
                    sum = Math.fma(product.elementOfA(i, p), product.elementOfB(p, j), sum);
                }
                expected[product.cAt + i * product.ldc + j] = sum;
            }
        }

        for (Kernels kernels : ALL) {
            System.arraycopy(before, 0, product.c, 0, before.length);
            product.multiply(kernels);

            assertThat(bits(product.c)).as(kernels.name()).isEqualTo(bits(expected));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aDotHasSixteenLanesAndOneTree(long seed) {
        Gen gen = new Gen(seed);
        int n = gen.between(0, 100);
        int aAt = gen.below(20);
        int bAt = gen.below(20);
        float[] a = gen.floats(aAt + n);
        float[] b = gen.floats(bAt + n);
        int padding = n > 16 ? (16 - n % 16) % 16 : 0;
        float[] lanes = new float[16];
        for (int p = 0; p < n + padding; p++) {
            int element = p < n - n % 16 ? p : p - padding;
            boolean isAgain = padding > 0 && p >= n - n % 16 && element < n - n % 16;
            float x = isAgain ? a[aAt + element] * 0 : a[aAt + element];
            float y = b[bAt + element];
            lanes[p % 16] = Math.fma(x, y, lanes[p % 16]);
        }
        for (int half = 8; half > 0; half /= 2) {
            for (int l = 0; l < half; l++) {
                lanes[l] += lanes[l + half];
            }
        }

        for (Kernels kernels : ALL) {
            assertThat(Float.floatToRawIntBits(kernels.dot(n, a, aAt, b, bAt)))
                    .as(kernels.name())
                    .isEqualTo(Float.floatToRawIntBits(lanes[0]));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anActivationOfManyRowsIsThatOfEachElementOrRow(long seed) {
        Gen gen = new Gen(seed);
        Activation f = gen.pick(Activation.values());
        int rows = gen.pick(gen.between(1, 6), gen.between(1, 40));
        int n = gen.pick(1, gen.between(1, LARGEST));
        int at = gen.below(5);
        float[] z = awkward(gen, at + rows * n + gen.below(4));
        float[] bias = awkward(gen, n + 3);
        float[] expected = z.clone();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < n; j++) {
                expected[at + i * n + j] += bias[3 + j];
            }
            f.apply(expected, at + i * n, n);
        }

        for (Kernels kernels : ALL) {
            float[] found = z.clone();
            kernels.activate(f, rows, n, found, at, bias, 3);

            assertThat(bits(found)).as(kernels.name() + ", " + f).isEqualTo(bits(expected));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aGradientGoesBackThroughManyRowsAsThroughEach(long seed) {
        Gen gen = new Gen(seed);
        Activation f = gen.pick(Activation.values());
        int rows = gen.between(1, 6);
        int n = gen.between(1, LARGEST);
        float[] a = awkward(gen, rows * n + gen.below(4));
        float[] d = awkward(gen, rows * n + gen.below(4));
        float[] expected = d.clone();
        for (int i = 0; i < rows; i++) {
            f.backward(expected, a, i * n, n);
        }

        for (Kernels kernels : ALL) {
            float[] found = d.clone();
            kernels.activateBackward(f, rows, n, found, a);

            assertThat(bits(found)).as(kernels.name() + ", " + f).isEqualTo(bits(expected));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rowsAreAddedUpInOrder(long seed) {
        Gen gen = new Gen(seed);
        int rows = gen.between(0, 40);
        int n = gen.between(1, LARGEST);
        float[] d = awkward(gen, rows * n + gen.below(4));
        float[] before = gen.floats(n + 7);
        float[] expected = before.clone();
        for (int j = 0; j < n; j++) {
            float sum = 0;
            for (int i = 0; i < rows; i++) {
                sum += d[i * n + j];
            }
            expected[3 + j] = sum;
        }

        for (Kernels kernels : ALL) {
            float[] found = before.clone();
            kernels.sumRows(rows, n, d, found, 3);

            assertThat(bits(found)).as(kernels.name()).isEqualTo(bits(expected));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aNumberBeyondTheLimitIsFoundWhereverItStands(long seed) {
        Gen gen = new Gen(seed);
        float[] values = gen.floats(gen.between(1, 100));
        float limit = gen.pick(0x1p60f, 1024f, Float.MAX_VALUE);
        int from = gen.below(values.length);
        int to = gen.between(from, values.length);
        boolean within = true;
        for (int i = 0; i < values.length; i++) {
            if (gen.chance(0.02)) {
                values[i] = gen.pick(
                        Float.NaN,
                        Float.POSITIVE_INFINITY,
                        Float.NEGATIVE_INFINITY,
                        limit,
                        -limit,
                        Math.nextUp(limit),
                        -Math.nextUp(limit));
            }
            within &= i < from || i >= to || Math.abs(values[i]) <= limit;
        }

        for (Kernels kernels : ALL) {
            assertThat(kernels.allWithin(values, from, to, limit))
                    .as(kernels.name())
                    .isEqualTo(within);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aStepAddsTheUpdateAndTellsWhetherItIsFinite(long seed) {
        Gen gen = new Gen(seed);
        int n = gen.pick(gen.between(1, 100), gen.between(1000, 1100));
        float[] update = gen.chance(0.5) ? gen.floats(n) : awkward(gen, n);
        float[] params = gen.floats(update.length);
        float rate = gen.pick(1f, 0.3f);
        float[] expected = new float[update.length];
        boolean finite = true;
        for (int i = 0; i < update.length; i++) {
            expected[i] = update[i] * rate + params[i];
            finite &= Float.isFinite(expected[i]);
        }

        for (Kernels kernels : ALL) {
            float[] found = update.clone();
            boolean foundFinite = kernels.step(found, params, rate);

            assertThat(bits(found)).as(kernels.name()).isEqualTo(bits(expected));
            assertThat(foundFinite).as(kernels.name()).isEqualTo(finite);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aDescentOnOneRowIsGradientUpdateAndChecksInTurn(long seed) {
        Gen gen = new Gen(seed);
        int n = gen.between(1, 50);
        float[] x = gen.chance(0.5) ? gen.floats(n) : awkward(gen, n);
        float[] w = gen.floats(n);
        float d = gen.pick(0.3f, -1e10f, 0x1p60f, Float.NaN, (float) gen.normal());
        float factor = gen.pick(-0.1f, -1e30f);
        float rate = gen.pick(1f, 0.7f);
        float[] expected = new float[n];
        boolean sound = true;
        for (int j = 0; j < n; j++) {
            float g = Math.fma(d, x[j], 0f);
            expected[j] = g * factor * rate + w[j];
            sound &= Math.abs(g) <= 0x1p60f && Float.isFinite(expected[j]);
        }

        for (Kernels kernels : ALL) {
            float[] next = new float[n + 1];

            assertThat(kernels.descend(n, x, d, factor, rate, w, next))
                    .as(kernels.name())
                    .isEqualTo(sound);
            assertThat(bits(Arrays.copyOf(next, n))).as(kernels.name()).isEqualTo(bits(expected));
            assertThat(next[n]).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void dotsOfManyRowsAreThoseOfEach(long seed) {
        Gen gen = new Gen(seed);
        int n = gen.between(1, 60);
        int rows = gen.between(1, 70);
        float[] a = gen.chance(0.8) ? gen.floats(2 + rows * n) : awkward(gen, 2 + rows * n);
        float[] b = gen.floats(n + 1);

        for (Kernels kernels : ALL) {
            float[] found = new float[rows + 1];
            kernels.dots(rows, n, a, 2, b, 1, found, 1);

            for (int i = 0; i < rows; i++) {
                assertThat(Float.floatToIntBits(found[1 + i]))
                        .as(kernels.name())
                        .isEqualTo(Float.floatToIntBits(ALL.get(0).dot(n, a, 2 + i * n, b, 1)));
            }
        }
    }

    /** ojAlgo's own products, in double and in float32; its stores hold columns one after the other. */
    @ParameterizedTest
    @MethodSource("shapes")
    void ojAlgoMultipliesToTheSameWithinRounding(int seed) {
        Product product = new Product(new Gen(seed), LARGEST);
        R064Store wideA = R064Store.FACTORY.make(product.m, product.k);
        R064Store wideB = R064Store.FACTORY.make(product.k, product.n);
        R032Store a = R032Store.FACTORY.make(product.m, product.k);
        R032Store b = R032Store.FACTORY.make(product.k, product.n);
        fill(wideA, product::elementOfA);
        fill(wideB, product::elementOfB);
        a.fillMatching(wideA);
        b.fillMatching(wideB);

        MatrixStore<Double> exact = wideA.multiply(wideB);
        MatrixStore<Double> rounded = a.multiply(b);
        double tolerance = 16.0 * product.k * Math.ulp(1f);
        for (Kernels kernels : ALL) {
            product.multiply(kernels);
            for (int i = 0; i < product.m; i++) {
                for (int j = 0; j < product.n; j++) {
                    double found = product.c[product.cAt + i * product.ldc + j];
                    assertThat(found).isEqualTo(exact.doubleValue(i, j), within(tolerance));
                    assertThat(found).isEqualTo(rounded.doubleValue(i, j), within(2 * tolerance));
                }
            }
        }
    }

    static IntStream shapes() {
        return IntStream.range(0, 12);
    }

    /** With zeros of both signs, infinities, NaN, and numbers where exp overflows or vanishes. */
    private static float[] awkward(Gen gen, int n) {
        float[] values = gen.floats(n);
        for (int i = 0; i < n; i++) {
            if (gen.chance(0.2)) {
                values[i] *= gen.pick(10f, 100f);
            }
            if (gen.chance(0.05)) {
                values[i] = gen.pick(0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 88.72f);
            }
        }
        return values;
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
                .map(i -> Float.floatToIntBits(values[i]))
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

        void multiply(Kernels kernels) {
            kernels.multiply(m, n, k, a, aAt, rowStride, columnStride, b, bAt, ldb, c, cAt, ldc);
        }
    }
}
