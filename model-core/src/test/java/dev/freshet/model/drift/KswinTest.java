package dev.freshet.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest.TwoResult;
import org.apache.commons.statistics.inference.PValueMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KswinTest {
    private static final KolmogorovSmirnovTest ORACLE =
            KolmogorovSmirnovTest.withDefaults().with(PValueMethod.EXACT);

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 30, 100})
    void distanceAndProbabilityAreThoseOfCommonsStatistics(int n) {
        SplittableRandom random = new SplittableRandom(n);
        for (int trial = 0; trial < 50; trial++) {
            double shift = random.nextDouble();
            double[] a = random.doubles(n).sorted().toArray();
            double[] b = random.doubles(n).map(x -> x + shift).sorted().toArray();
            double[] both = IntStream.range(0, 2 * n)
                    .mapToDouble(i -> i < n ? a[i] : b[i - n])
                    .toArray();
            TwoResult expected = ORACLE.test(a, b);
            int k = EqualSamples.distance(both, 0, n, n);
            assertThat((double) k / n).isEqualTo(expected.getStatistic(), within(1e-12));
            assertThat(EqualSamples.probability(k, n)).isEqualTo(expected.getPValue(), within(1e-12));
        }
    }

    @Test
    void equalValuesAreNoDistance() {
        double[] values = {1, 1, 2, 2, 2, 1, 1, 2, 2, 3};
        assertThat(EqualSamples.distance(values, 0, 5, 5)).isEqualTo(1);
        assertThat(EqualSamples.distance(values, 0, 0, 5)).isZero();
        assertThat(EqualSamples.probability(0, 5)).isEqualTo(1);
    }

    /** As the smallest cases are counted by hand: of 6 orders of two and two values, 2 keep them apart. */
    @Test
    void twoAndTwoValuesAreApartInAThirdOfTheOrders() {
        assertThat(EqualSamples.probability(2, 2)).isEqualTo(1.0 / 3, within(1e-15));
        assertThat(EqualSamples.probability(1, 2)).isEqualTo(1, within(1e-15));
    }

    /** Of 30 and 30 values p(13/30) = .00655 and p(14/30) = .00253. */
    @Test
    void anAlarmShowsItsDistanceAndTheLeastThatIsOne() {
        Kswin kswin = new Kswin();
        double[] state = kswin.init();
        for (int i = 0; kswin.episodes(state) == 0; i++) {
            state = kswin.update(state, i < 200 ? i % 10 : 20 + i % 10);
        }
        assertThat(kswin.threshold(state)).isEqualTo(14.0 / 30);
        assertThat(kswin.statistic(state)).isEqualTo(15.0 / 30);
    }

    @Test
    void aDistanceOfATenthIsNoAlarmHoweverSure() {
        Kswin coarse = new Kswin(0.999999, 60, 20, 1);
        double[] state = coarse.init();
        for (int i = 0; i < 2000; i++) {
            state = coarse.update(state, i % 20);
        }
        assertThat(coarse.episodes(state)).isPositive();
        assertThat(coarse.threshold(state)).isEqualTo(3.0 / 20);
    }

    @Test
    void aDrawTakesEachOlderValueEquallyOften() {
        Kswin kswin = new Kswin(1e-9, 20, 5, 3);
        int[] taken = new int[20];
        double[] state = kswin.init();
        int draws = 0;
        for (int i = 0; i < 20_000; i++) {
            state = kswin.update(state, i % 20);
            if (i >= 19) {
                for (int k = 0; k < 5; k++) {
                    int age = Math.floorMod((int) state[7 + 20 + k] - i - 1, 20);
                    taken[age]++;
                }
                draws++;
            }
        }
        double expected = draws / 3.0;
        for (int age = 0; age < 15; age++) {
            assertThat((double) taken[age]).isEqualTo(expected, within(5 * Math.sqrt(expected)));
        }
        assertThat(Arrays.copyOfRange(taken, 15, 20)).containsOnly(0);
    }

    @Test
    void theSampleIsTheWindowsOwnSorted() {
        Kswin kswin = new Kswin(1e-9, 12, 4, 3);
        double[] values = new SplittableRandom(9).doubles(100).toArray();
        double[] state = kswin.init();
        for (int i = 0; i < values.length; i++) {
            state = kswin.update(state, values[i]);
            if (i >= 11) {
                double[] recent = Arrays.copyOfRange(values, i - 3, i + 1);
                Arrays.sort(recent);
                assertThat(Arrays.copyOfRange(state, 23, 27)).isEqualTo(recent);
                double[] drawn = Arrays.copyOfRange(state, 19, 23);
                assertThat(drawn).isSorted().doesNotHaveDuplicates();
                assertThat(Arrays.copyOfRange(values, i - 11, i - 3)).contains(drawn);
            }
        }
    }

    @Test
    void theSameSeedDrawsTheSameAndAnotherDoesNot() {
        double[] values = new SplittableRandom(9).doubles(300).toArray();
        double[] first = Reference.run(new Kswin(1e-9, 100, 30, 1), values);
        assertThat(Reference.run(new Kswin(1e-9, 100, 30, 1), values)).isEqualTo(first);
        assertThat(Reference.run(new Kswin(1e-9, 100, 30, 2), values)).isNotEqualTo(first);
    }

    @Test
    void theRecentValuesRemainAfterAnAlarm() {
        Kswin kswin = new Kswin();
        double[] state = kswin.init();
        while (kswin.level(state) == DriftLevel.NONE) {
            state = kswin.update(state, state[5] < 80 ? 0 : 1);
        }
        state = kswin.update(state, 5);
        assertThat(state[5]).isEqualTo(31);
        assertThat(kswin.level(state)).isEqualTo(DriftLevel.NONE);
    }
}
