package dev.freshet.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QuartilesTest {
    private static final int N = 20_000;

    /** How far an estimate's rank may be from its share. */
    static Stream<Arguments> streams() {
        SplittableRandom random = new SplittableRandom(7);
        return Stream.of(
                stream("uniform", 0.015, i -> random.nextDouble()),
                stream("normal", 0.015, i -> normal(random)),
                stream("exponential", 0.015, i -> -StrictMath.log(1 - random.nextDouble())),
                stream("log-normal", 0.015, i -> StrictMath.exp(2 * normal(random))),
                stream("rising", 0.03, i -> i),
                stream("falling", 0.03, i -> -i),
                stream("alternating", 0.03, i -> i % 2 == 0 ? i : -i),
                stream("two peaks", 0.03, i -> random.nextInt(3) == 0 ? normal(random) : 50 + normal(random)),
                stream("a jump", 0.12, i -> i < N / 2 ? normal(random) : 50 + normal(random)),
                stream("few values", 0.03, i -> random.nextInt(4)));
    }

    private static Arguments stream(String name, double error, IntToDoubleFunction number) {
        return Arguments.of(
                name, error, IntStream.range(0, N).mapToDouble(number).toArray());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void theShareBelowAnEstimateIsNearItsOwn(String name, double error, double[] x) {
        double[] stats = new double[Quartiles.LENGTH];
        for (int n = 1; n <= N; n++) {
            Quartiles.add(x[n - 1], stats, 0);
            if (n == 1_000 || n == N) {
                for (double p : new double[] {0.25, 0.5, 0.75}) {
                    double estimate = Quartiles.quantile(p, stats, 0);
                    double below =
                            Arrays.stream(x, 0, n).filter(v -> v < estimate).count() / (double) n;
                    assertThat(below).as(p + " of " + n).isEqualTo(p, within(error));
                }
            }
        }
    }

    /** The algorithm as its paper lists it, step by step. */
    private static final class PaperMarkers {
        private final double[] q;
        private final double[] n = {0, 1, 2, 3, 4, 5, 6, 7, 8};
        private final double[] desired = n.clone();

        PaperMarkers(double[] firstNine) {
            q = firstNine.clone();
            Arrays.sort(q);
        }

        void add(double x) {
            q[0] = Math.min(q[0], x);
            q[8] = Math.max(q[8], x);
            for (int i = 0; i < 9; i++) {
                n[i] += i == 8 || (i > 0 && x < q[i]) ? 1 : 0;
                desired[i] += i / 8.0;
            }
            for (int i = 1; i < 8; i++) {
                double d = desired[i] - n[i];
                if ((d >= 1 && n[i + 1] - n[i] > 1) || (d <= -1 && n[i - 1] - n[i] < -1)) {
                    adjust(i, (int) Math.signum(d));
                }
            }
        }

        private void adjust(int i, int d) {
            double up = (n[i] - n[i - 1] + d) * (q[i + 1] - q[i]) / (n[i + 1] - n[i]);
            double down = (n[i + 1] - n[i] - d) * (q[i] - q[i - 1]) / (n[i] - n[i - 1]);
            double parabolic = q[i] + d / (n[i + 1] - n[i - 1]) * (up + down);
            boolean between = q[i - 1] < parabolic && parabolic < q[i + 1];
            q[i] = between ? parabolic : q[i] + d * (q[i + d] - q[i]) / (n[i + d] - n[i]);
            n[i] += d;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void markersAreThePapers(String name, double error, double[] x) {
        double[] stats = new double[Quartiles.LENGTH];
        PaperMarkers paper = new PaperMarkers(Arrays.copyOf(x, 9));
        for (int n = 0; n < 2_000; n++) {
            Quartiles.add(x[n], stats, 0);
            if (n >= 9) {
                paper.add(x[n]);
                for (int i = 0; i < 9; i++) {
                    double height = paper.q[i];
                    assertThat(stats[1 + i]).isEqualTo(height, within(1e-9 * (1 + Math.abs(height))));
                }
            }
        }
    }

    /** Jain and Chlamtac's own twenty numbers, of which 2.43 is the median and their five markers say 4.44. */
    @Test
    void ofTheAlgorithmsOwnExampleTheMedianIsNear() {
        double[] stats = new double[Quartiles.LENGTH];
        double[] x = {
            0.02, 0.15, 0.74, 3.39, 0.83, 22.37, 10.15, 15.43, 38.62, 15.92, 34.60, 10.28, 1.47, 0.40, 0.05, 11.39,
            0.27, 0.42, 0.09, 11.37
        };
        for (double value : x) {
            Quartiles.add(value, stats, 0);
        }

        assertThat(Quartiles.quantile(0.5, stats, 0)).isBetween(0.83, 4.44);
        assertThat(stats[0]).isEqualTo(20);
    }

    @Test
    void theEndsAreTheSmallestAndTheLargest() {
        double[] stats = new double[Quartiles.LENGTH];
        SplittableRandom random = new SplittableRandom(3);
        double[] x = random.doubles(500, -4, 9).toArray();
        for (double value : x) {
            Quartiles.add(value, stats, 0);
        }

        assertThat(stats[1]).isEqualTo(Arrays.stream(x).min().orElseThrow());
        assertThat(stats[9]).isEqualTo(Arrays.stream(x).max().orElseThrow());
    }

    @Test
    void heightsAndPositionsRise() {
        double[] stats = new double[Quartiles.LENGTH];
        SplittableRandom random = new SplittableRandom(4);
        for (int n = 1; n <= 3_000; n++) {
            double x = random.nextInt(4) == 0 ? random.nextInt(3) : StrictMath.pow(10, random.nextDouble(-30, 38));
            Quartiles.add(random.nextBoolean() ? x : -x, stats, 0);
            for (int i = 2; i <= Math.min(n, 9); i++) {
                assertThat(stats[i]).isGreaterThanOrEqualTo(stats[i - 1]);
            }
            for (int i = 11; n > 9 && i <= 16; i++) {
                assertThat(stats[i]).isGreaterThan(stats[i - 1]);
            }
        }
        assertThat(stats[10]).isGreaterThan(1);
        assertThat(stats[16]).isLessThan(3_000);
    }

    @Test
    void ofNothingTheQuartilesAreZero() {
        assertThat(Quartiles.quantile(0.25, new double[Quartiles.LENGTH], 0)).isZero();
    }

    private static double normal(SplittableRandom random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }
}
