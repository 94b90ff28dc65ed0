package dev.freshet.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreparedNumbersTest {
    private static final double NONE = Double.NaN;

    @ParameterizedTest
    @EnumSource(Scaling.class)
    void withNothingToDoItIsTheNumbersAlone(Scaling scaling) {
        Numbers numbers = new Numbers(List.of("a"), scaling);
        PreparedNumbers prepared = new PreparedNumbers(numbers, Range.ALL, new Imputation.None(), false, Range.ALL);
        double[] stats = new double[numbers.statsLength()];
        double[] preparedStats = new double[prepared.statsLength()];
        for (double x : new double[] {3, NONE, -7, 1e9, 0.5, -2}) {
            Inputs event = new Inputs().numbers(x);
            assertThat(Encoding.dense(prepared, preparedStats, event)).isEqualTo(Encoding.dense(numbers, stats, event));
        }
        assertThat(preparedStats).isEqualTo(stats);
    }

    @Test
    void aMissingNumberIsTheMeanSoFar() {
        assertThat(columns(unscaled(new Imputation.Mean()), NONE, 1, 4, NONE, 10, NONE))
                .containsExactly(0, 1, 4, 2.5f, 10, 5);
    }

    @Test
    void aMissingNumberIsTheOneBefore() {
        assertThat(columns(unscaled(new Imputation.Last()), NONE, 1, 4, NONE, NONE, 10, NONE))
                .containsExactly(0, 1, 4, 4, 4, 10, 10);
    }

    @Test
    void aMissingNumberIsAConstant() {
        assertThat(columns(unscaled(new Imputation.Constant(-3)), NONE, 1, NONE))
                .containsExactly(-3, 1, -3);
    }

    @Test
    void whatIsPutInIsScaledButEntersNoStatistic() {
        PreparedNumbers encoder = new PreparedNumbers(
                new Numbers(List.of("a"), Scaling.MIN_MAX), Range.ALL, new Imputation.Constant(20), false, Range.ALL);

        assertThat(columns(encoder, 0, 10, NONE, 5)).containsExactly(0, 1, 2, 0.5f);
    }

    @Test
    void anIndicatorSaysWhichAreMissing() {
        PreparedNumbers encoder = new PreparedNumbers(
                new Numbers(List.of("a", "b"), Scaling.NONE), Range.ALL, new Imputation.Constant(9), true, Range.ALL);

        assertThat(encoder.width()).isEqualTo(4);
        assertThat(Encoding.dense(encoder, new double[0], new Inputs().numbers(NONE, 2)))
                .containsExactly(9, 2, 1, 0);
        assertThat(Encoding.dense(encoder, new double[0], new Inputs().numbers(1, NONE)))
                .containsExactly(1, 9, 0, 1);
    }

    @Test
    void theNumberIsClippedBeforeStatisticsSeeIt() {
        PreparedNumbers encoder = new PreparedNumbers(
                new Numbers(List.of("a"), Scaling.MIN_MAX), new Range(0, 8), new Imputation.Last(), false, Range.ALL);

        assertThat(columns(encoder, -100, 1e300, 2, Double.NEGATIVE_INFINITY, NONE))
                .containsExactly(0, 1, 0.25f, 0, 0);
    }

    @Test
    void theColumnIsClippedAfterScaling() {
        PreparedNumbers encoder = new PreparedNumbers(
                new Numbers(List.of("a"), Scaling.STANDARD),
                Range.ALL,
                new Imputation.None(),
                false,
                new Range(-0.5, 0.25));

        assertThat(columns(encoder, 1, 3, -9)).containsExactly(0, 0.25f, -0.5f);
    }

    @ParameterizedTest
    @CsvSource({
        "STANDARD, -Infinity, Infinity, true",
        "NONE, -Infinity, Infinity, false",
        "NONE, 0, Infinity, false",
        "NONE, -1e39, 1, false",
        "NONE, -1, 1, true"
    })
    void itIsBoundedByAScaleOrByItsRanges(Scaling scaling, double low, double high, boolean bounded) {
        Numbers numbers = new Numbers(List.of("a"), scaling);
        Imputation none = new Imputation.None();

        assertThat(new PreparedNumbers(numbers, new Range(low, high), none, false, Range.ALL).bounded())
                .isEqualTo(bounded);
        assertThat(new PreparedNumbers(numbers, Range.ALL, none, false, new Range(low, high)).bounded())
                .isEqualTo(bounded);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "NaN, 1", "1, NaN"})
    void aRangeThatIsNoneIsRefused(double low, double high) {
        assertThatThrownBy(() -> new Range(low, high))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clip.low must be < clip.high: got " + low + " and " + high);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1e39})
    void aConstantThatIsNotFiniteIsRefused(double constant) {
        assertThatThrownBy(() -> new Imputation.Constant(constant))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("impute.constant must be finite in float32: got " + constant);
    }

    private static PreparedNumbers unscaled(Imputation missing) {
        return new PreparedNumbers(new Numbers(List.of("a"), Scaling.NONE), Range.ALL, missing, false, Range.ALL);
    }

    private static float[] columns(PreparedNumbers encoder, double... numbers) {
        double[] stats = new double[encoder.statsLength()];
        float[] columns = new float[numbers.length];
        for (int n = 0; n < numbers.length; n++) {
            columns[n] = Encoding.dense(encoder, stats, new Inputs().numbers(numbers[n]))[0];
        }
        return columns;
    }
}
