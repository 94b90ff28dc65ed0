package dev.freshet.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    private static final Numbers ONE = new Numbers(List.of("x"), Scaling.STANDARD);

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void welfordsStatisticsAreThoseOfTwoPasses(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double shift = random.nextDouble(-1e6, 1e6);
        double spread = StrictMath.pow(10, random.nextInt(-2, 5));
        double[] values = new double[1 + random.nextInt(500)];
        double[] stats = new double[3];
        float last = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = shift + spread * random.nextDouble();
            last = encode(ONE, stats, true, values[i])[0];
        }

        double mean = Arrays.stream(values).sum() / values.length;
        double variance =
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / values.length;

        assertThat(stats[0]).isEqualTo(values.length);
        assertThat(stats[1]).isEqualTo(mean, within(1e-12 * Math.abs(mean) + 1e-12));
        assertThat(stats[2]).isEqualTo(variance, within(1e-6 * variance + 1e-12));
        double z = variance == 0 ? 0 : (values[values.length - 1] - mean) / Math.sqrt(variance);
        assertThat((double) last).isEqualTo(z, within(1e-5));
    }

    @Test
    void theEventIsScaledWithStatisticsThatIncludeIt() {
        double[] stats = new double[3];

        assertThat(encode(ONE, stats, true, 5)).containsExactly(0);
        assertThat(encode(ONE, stats, true, 7)).containsExactly(1);
        assertThat(stats).containsExactly(2, 6, 1);
    }

    @Test
    void lookingChangesNoStatistic() {
        double[] stats = {2, 6, 4};

        assertThat(encode(ONE, stats, false, 10)).containsExactly(2);
        assertThat(stats).containsExactly(2, 6, 4);
    }

    @Test
    void aMissingNumberIsTheMeanAndIsNotCounted() {
        double[] stats = {2, 6, 4};

        assertThat(encode(ONE, stats, true, Double.NaN)).containsExactly(0);
        assertThat(stats).containsExactly(2, 6, 4);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, -1e-300, 1e300, 123456.789})
    void aConstantNumberIsAlwaysZero(double value) {
        double[] stats = new double[3];
        for (int i = 0; i < 1000; i++) {
            assertThat(encode(ONE, stats, true, value)).containsExactly(0);
        }
        assertThat(stats[2]).isZero();
    }

    @Test
    void noNumberMakesAStatisticOrAColumnInfinite() {
        double[] stats = new double[3];
        double[] values = {1e308, -1e308, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 0, 1};
        for (double value : values) {
            assertThat(encode(ONE, stats, true, value)[0]).isFinite();
            assertThat(Arrays.stream(stats).allMatch(Double::isFinite)).isTrue();
        }
    }

    @Test
    void aTinyVarianceGivesNoInfiniteColumn() {
        double[] stats = {1e9, 0, Double.MIN_VALUE};

        assertThat(encode(ONE, stats, false, 1e300)).containsExactly(Float.MAX_VALUE);
    }

    @Test
    void unscaledNumbersPassAndAMissingOneIsZero() {
        Numbers plain = new Numbers(List.of("a", "b", "c"), Scaling.NONE);

        assertThat(plain.statsLength()).isZero();
        assertThat(encode(plain, new double[0], true, 1.5, Double.NaN, -2)).containsExactly(1.5f, 0, -2);
    }

    @Test
    void eachInputHasItsOwnStatistics() {
        Numbers two = new Numbers(List.of("a", "b"), Scaling.STANDARD);
        double[] stats = new double[two.statsLength()];
        encode(two, stats, true, 1, 10);
        encode(two, stats, true, 3, Double.NaN);

        assertThat(stats).containsExactly(2, 2, 1, 1, 10, 0);
    }

    @Test
    void onlyItsOwnPlacesAreReadAndWritten() {
        double[] numbers = {Double.NaN, 4, Double.NaN};
        double[] stats = {9, 9, 1, 2, 4, 9};
        float[] out = {9, 9, 9};

        ONE.ready(new int[] {1}).encode(new Inputs().numbers(numbers), stats, 2, false, out, 1);

        assertThat(out).containsExactly(9, 1, 9);
    }

    @Test
    void noInputIsRefused() {
        assertThatThrownBy(() -> new Numbers(List.of(), Scaling.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("numeric must name at least one input: got []");
    }

    private static float[] encode(Numbers encoder, double[] stats, boolean learn, double... numbers) {
        float[] out = new float[encoder.width()];
        Arrays.fill(out, 77);
        Encoding.one(encoder).encode(new Inputs().numbers(numbers), stats, learn, out, 0);
        return out;
    }
}
