package dev.freshet.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FadingNumbersTest {

    @Test
    void theMeanMeetsTheReference() {
        double[] means = {1, 2, 3.5, 3.75, 4.875, 6.4375, 6.71875, 7.859375, 9.4296875};
        double[] x = {1, 3, 5, 4, 6, 8, 7, 9, 11};
        FadingNumbers encoder = new FadingNumbers(List.of("x"), 0.5);
        double[] stats = new double[3];
        for (int n = 0; n < x.length; n++) {
            Encoding.dense(encoder, stats, new Inputs().numbers(x[n]));

            assertThat(stats[1]).isEqualTo(means[n], within(1e-9));
        }
    }

    /** The usual definition, which cancels where the mean is large: the fading mean of squares less the mean's square. */
    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.3, 0.9})
    void theVarianceIsTheFadingMeanOfSquaresLessTheMeansSquare(double fading) {
        FadingNumbers encoder = new FadingNumbers(List.of("x"), fading);
        SplittableRandom random = new SplittableRandom(1);
        double[] stats = new double[3];
        double mean = 0;
        double squares = 0;
        for (int n = 0; n < 500; n++) {
            double x = random.nextDouble(-2, 3);
            mean = n == 0 ? x : mean + fading * (x - mean);
            squares = n == 0 ? x * x : squares + fading * (x * x - squares);
            float column = Encoding.dense(encoder, stats, new Inputs().numbers(x))[0];

            double variance = squares - mean * mean;
            assertThat(stats[1]).isEqualTo(mean, within(1e-9));
            assertThat(stats[2]).isEqualTo(variance, within(1e-9));
            assertThat((double) column).isEqualTo(n == 0 ? 0 : (x - mean) / Math.sqrt(variance), within(1e-5));
        }
    }

    @Test
    void theScaleFollowsAJumpThatAnUnforgettingOneDoesNot() {
        FadingNumbers fading = new FadingNumbers(List.of("x"), 0.05);
        Numbers all = new Numbers(List.of("x"), Scaling.STANDARD);
        double[] fadingStats = new double[3];
        double[] allStats = new double[3];
        float followed = 0;
        float behind = 0;
        for (int n = 0; n < 2_000; n++) {
            Inputs event = new Inputs().numbers((n < 1_800 ? 0 : 100) + n % 2);
            followed = Encoding.dense(fading, fadingStats, event)[0];
            behind = Encoding.dense(all, allStats, event)[0];
        }

        assertThat(followed).isBetween(0.5f, 1.5f);
        assertThat(behind).isGreaterThan(2.5f);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    void aFadingOutOfRangeIsRefused(double fading) {
        assertThatThrownBy(() -> new FadingNumbers(List.of("x"), fading))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fading.fading must lie in (0, 1): got " + fading);
    }

    @Test
    void noInputIsRefused() {
        assertThatThrownBy(() -> new FadingNumbers(List.of(), 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fading must name at least one input: got []");
    }
}
