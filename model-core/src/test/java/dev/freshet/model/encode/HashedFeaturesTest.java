package dev.freshet.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link HashedFeatures} and {@link Cross}. */
class HashedFeaturesTest {
    private static final int VALUES = 2_000;

    /** As scikit-learn 1.9.1's FeatureHasher(256) places them. */
    @Test
    void aNumberStandsInTheColumnOfItsName() {
        HashedFeatures encoder = new HashedFeatures(List.of("price", "demand", "vicprice"), Scaling.NONE, List.of(), 8);
        float[] expected = new float[256];
        expected[119] = 0.25f;
        expected[174] = -1;
        expected[242] = -2.5f;

        assertThat(Encoding.dense(encoder, new double[0], new Inputs().numbers(2.5, -1, 0.25)))
                .isEqualTo(expected);
    }

    @Test
    void aNumberIsScaledBeforeItIsPlaced() {
        HashedFeatures hashed = new HashedFeatures(List.of("a", "b"), Scaling.STANDARD, List.of(), 20);
        Numbers plain = new Numbers(List.of("a", "b"), Scaling.STANDARD);
        double[] stats = new double[hashed.statsLength()];
        double[] plainStats = new double[plain.statsLength()];
        for (double x : new double[] {1, 5, Double.NaN, 2}) {
            Inputs event = new Inputs().numbers(x, 3 * x * x);
            double sizes = 0;
            for (float column : Encoding.dense(hashed, stats, event)) {
                sizes += Math.abs(column);
            }
            float[] columns = Encoding.dense(plain, plainStats, event);

            assertThat(sizes).isEqualTo(Math.abs((double) columns[0]) + Math.abs((double) columns[1]));
            assertThat(stats).isEqualTo(plainStats);
        }
    }

    @Test
    void valuesSpreadEvenlyOverColumnsAndSigns() {
        HashedFeatures encoder = new HashedFeatures(List.of(), Scaling.NONE, List.of("c"), 4);
        double[] counts = new double[16];
        double signs = 0;
        for (int i = 0; i < VALUES; i++) {
            float[] out = Encoding.dense(encoder, new double[0], new Inputs().categories("value " + i));
            for (int j = 0; j < out.length; j++) {
                counts[j] += Math.abs(out[j]);
                signs += out[j];
            }
        }

        assertThat(Arrays.stream(counts).sum()).isEqualTo(VALUES);
        assertThat(chiSquare(counts)).isLessThan(15 + 4 * Math.sqrt(30));
        assertThat(signs).isBetween(-4 * Math.sqrt(VALUES), 4 * Math.sqrt(VALUES));
    }

    @Test
    void theSameValueOfTwoInputsStandsInTwoColumns() {
        HashedFeatures encoder = new HashedFeatures(List.of(), Scaling.NONE, List.of("c", "d"), 20);

        assertThat(columns(encoder, "same", "same")).hasSize(2);
        assertThat(columns(encoder, "same", null)).hasSize(1);
    }

    @Test
    void aCrossIsOneColumnOfAllItsValuesInOrder() {
        Cross encoder = new Cross(List.of("c", "d"), 22);
        Set<Integer> seen = new HashSet<>();
        for (String c : List.of("a", "b", "ab")) {
            for (String d : List.of("a", "b", "ab")) {
                assertThat(columns(encoder, c, d)).hasSize(1);
                seen.addAll(columns(encoder, c, d));
            }
        }

        assertThat(seen).hasSize(9);
    }

    @Test
    void crossesSpreadEvenly() {
        Cross encoder = new Cross(List.of("c", "d"), 4);
        double[] counts = new double[16];
        for (int i = 0; i < VALUES; i++) {
            for (int column : columns(encoder, "c" + i % 40, "d" + i / 40)) {
                counts[column]++;
            }
        }

        assertThat(chiSquare(counts)).isLessThan(15 + 4 * Math.sqrt(30));
    }

    @Test
    void aCrossOfAMissingValueSetsNoColumn() {
        Cross encoder = new Cross(List.of("c", "d"), 10);

        assertThat(columns(encoder, "a", null)).isEmpty();
        assertThat(columns(encoder, null, "a")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 25})
    void bitsOutOfRangeAreRefused(int bits) {
        assertThatThrownBy(() -> new HashedFeatures(List.of("a"), Scaling.NONE, List.of(), bits))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hashed.bits must lie in [1, 24]: got " + bits);
        assertThatThrownBy(() -> new Cross(List.of("a", "b"), bits))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cross.bits must lie in [1, 24]: got " + bits);
    }

    @Test
    void tooFewInputsAreRefused() {
        assertThatThrownBy(() -> new HashedFeatures(List.of(), Scaling.NONE, List.of(), 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hashed must name at least one input: got []");
        assertThatThrownBy(() -> new Cross(List.of("a"), 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cross must name at least two inputs: got [a]");
    }

    private static double chiSquare(double[] counts) {
        double each = (double) VALUES / counts.length;
        return Arrays.stream(counts).map(n -> (n - each) * (n - each) / each).sum();
    }

    private static Set<Integer> columns(Encoder encoder, @Nullable String... categories) {
        SparseRow row = new SparseRow();
        Encoding.one(encoder).encode(new Inputs().categories(categories), new double[0], true, row);
        Set<Integer> columns = new HashSet<>();
        for (int k = 0; k < row.size(); k++) {
            columns.add(row.index()[k]);
        }
        return columns;
    }
}
