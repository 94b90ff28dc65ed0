package dev.freshet.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScalingTest {

    static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void minMaxIsTheShareOfTheRangeSoFar(long seed) {
        double[] x = numbers(seed);
        double[] stats = new double[3];
        for (int n = 1; n <= x.length; n++) {
            double min = Arrays.stream(x, 0, n).min().orElseThrow();
            double max = Arrays.stream(x, 0, n).max().orElseThrow();
            double share = max == min ? 0 : (x[n - 1] - min) / (max - min);

            assertThat(Scaling.MIN_MAX.column(x[n - 1], stats, 0, true)).isEqualTo((float) share);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void maxAbsDividesByTheLargestAmountSoFar(long seed) {
        double[] x = numbers(seed);
        double[] stats = new double[1];
        for (int n = 1; n <= x.length; n++) {
            double max = Arrays.stream(x, 0, n).map(Math::abs).max().orElseThrow();

            assertThat(Scaling.MAX_ABS.column(x[n - 1], stats, 0, true)).isEqualTo((float) (x[n - 1] / max));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void robustIsTheDistanceFromTheMedianInQuartileRanges(long seed) {
        double[] x = Arrays.copyOf(numbers(seed), 9);
        double[] stats = new double[Scaling.ROBUST.statsLength()];
        for (int n = 1; n <= x.length; n++) {
            double[] sorted = Arrays.copyOf(x, n);
            Arrays.sort(sorted);
            double range = quantile(sorted, 0.75) - quantile(sorted, 0.25);
            double z = n == 1 ? 0 : (x[n - 1] - quantile(sorted, 0.5)) / range;

            assertThat((double) Scaling.ROBUST.column(x[n - 1], stats, 0, true))
                    .isEqualTo(z, within(1e-6 * (1 + Math.abs(z))));
        }
    }

    /** As scikit-learn 1.9.1's RobustScaler scales the last of five numbers fitted on all of them. */
    @Test
    void robustMeetsTheReference() {
        double[] stats = new double[Scaling.ROBUST.statsLength()];
        float last = 0;
        for (double x : new double[] {3, -1, 100, 4.5, 2}) {
            last = Scaling.ROBUST.column(x, stats, 0, true);
        }

        assertThat(last).isEqualTo(-0.4f);
    }

    @Test
    void aQuartileRangeOfZeroDividesAsOne() {
        double[] stats = new double[Scaling.ROBUST.statsLength()];
        for (int i = 0; i < 50; i++) {
            Scaling.ROBUST.column(7, stats, 0, true);
        }

        assertThat(Scaling.ROBUST.column(9.5, stats, 0, true)).isEqualTo(2.5f);
    }

    /** Chan's merge of two parts, each of which Welford's rule went through. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theMomentsOfAWholeAreThoseOfItsPartsMerged(long seed) {
        double[] x = numbers(seed);
        int m = 1 + (int) (seed % (x.length - 1));
        double[] a = moments(Arrays.copyOf(x, m));
        double[] b = moments(Arrays.copyOfRange(x, m, x.length));
        double n = a[0] + b[0];
        double mean = (a[0] * a[1] + b[0] * b[1]) / n;
        double variance = (a[0] * a[2] + b[0] * b[2]) / n + a[0] * b[0] * (a[1] - b[1]) * (a[1] - b[1]) / (n * n);

        double[] whole = moments(x);
        assertThat(whole[0]).isEqualTo(n);
        assertThat(whole[1]).isEqualTo(mean, within(1e-9 * Math.abs(mean)));
        assertThat(whole[2]).isEqualTo(variance, within(1e-9 * variance));
    }

    @ParameterizedTest
    @EnumSource(Scaling.class)
    void aMissingNumberIsZeroAndEntersNoStatistic(Scaling scaling) {
        double[] stats = new double[scaling.statsLength()];
        scaling.column(5, stats, 0, true);
        scaling.column(8, stats, 0, true);
        double[] before = stats.clone();

        assertThat(scaling.column(Double.NaN, stats, 0, true)).isZero();
        assertThat(stats).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = Scaling.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "MAX_ABS"})
    void aConstantNumberIsZero(Scaling scaling) {
        double[] stats = new double[scaling.statsLength()];
        for (int i = 0; i < 100; i++) {
            assertThat(scaling.column(123.456, stats, 0, true)).isZero();
        }
    }

    @Test
    void onlyWhatIsNotScaledIsUnbounded() {
        for (Scaling scaling : Scaling.values()) {
            assertThat(new Numbers(List.of("x"), scaling).bounded()).isEqualTo(scaling != Scaling.NONE);
        }
    }

    static double quantile(double[] sorted, double p) {
        double rank = p * (sorted.length - 1);
        int below = (int) Math.floor(rank);
        int above = (int) Math.ceil(rank);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    private static double[] moments(double[] x) {
        double[] stats = new double[3];
        for (double value : x) {
            Moments.add(value, stats, 0);
        }
        return stats;
    }

    private static double[] numbers(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double shift = random.nextDouble(-100, 100);
        return random.doubles(100, shift - 3, shift + 3).toArray();
    }
}
