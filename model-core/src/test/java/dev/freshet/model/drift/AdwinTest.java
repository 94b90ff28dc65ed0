package dev.freshet.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdwinTest {
    private static final Adwin ADWIN = new Adwin(0.002);

    @Test
    void alarmsWhereRiverDoesOnJumpsAndARamp() {
        assertThat(alarms(ADWIN, Lcg.jumpsAndRamp())).containsExactly(2111, 4159, 6783);
        assertThat(alarms(new Adwin(0.01), Lcg.jumpsAndRamp())).containsExactly(2079, 4159, 6495, 7551);
        assertThat(alarms(new Adwin(0.002, 1, 5, 5, 10), Lcg.jumpsAndRamp())).containsExactly(2083, 4138, 6766);
    }

    @Test
    void holdsTheWindowThatRiverHoldsAfterJumpsAndARamp() {
        double[] state = run(ADWIN, Lcg.jumpsAndRamp());
        assertThat(ADWIN.width(state)).isEqualTo(1216);
        assertThat(ADWIN.total(state)).isEqualTo(312);
        assertThat(ADWIN.deviation(state)).isEqualTo(231.9473684210528, within(1e-12));
    }

    @Test
    void noticesThatANumberRisesByAQuarterOfItsNoiseAndFallsAgain() {
        assertThat(alarms(ADWIN, Lcg.levels())).containsExactly(5215, 9023);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void alarmsWhereBruteForceDoes(long seed) {
        Lcg random = new Lcg(seed);
        double unit = Math.pow(10, (int) seed % 3);
        double level = seed % 2 == 0 ? 0 : -1e3;
        BruteForceAdwin oracle = new BruteForceAdwin(0.05);
        Adwin adwin = new Adwin(0.05);
        double[] state = adwin.init();
        for (int i = 0; i < 3000; i++) {
            double value = level + unit * random.next() * (1 + i / 700 % 3);
            state = adwin.update(state, value);
            assertThat(adwin.level(state) == DriftLevel.DRIFT).as("value " + i).isEqualTo(oracle.update(value));
        }
        assertThat(adwin.episodes(state)).isPositive();
        assertThat(adwin.width(state)).isEqualTo(oracle.window().size());
        assertThat(adwin.deviation(state))
                .isCloseTo(BruteForceAdwin.deviation(oracle.window()), withinPercentage(1e-7));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 0.1, -3e7, Double.MIN_VALUE, Double.NEGATIVE_INFINITY})
    void aConstantNeverAlarms(double constant) {
        double[] state = ADWIN.init();
        for (int i = 0; i < 20_000; i++) {
            state = ADWIN.update(state, constant);
        }
        assertThat(ADWIN.episodes(state)).isZero();
    }

    @Test
    void theUpdateAfterAnAlarmStartsWithAnEmptyWindow() {
        double[] state = ADWIN.init();
        for (int i = 0; i <= 2111; i++) {
            state = ADWIN.update(state, Lcg.jumpsAndRamp()[i]);
        }
        assertThat(ADWIN.level(state)).isEqualTo(DriftLevel.DRIFT);
        state = ADWIN.update(state, 1);
        assertThat(ADWIN.level(state)).isEqualTo(DriftLevel.NONE);
        assertThat(ADWIN.width(state)).isEqualTo(1);
        assertThat(ADWIN.episodes(state)).isEqualTo(1);
        assertThat(state).hasSize(ADWIN.init().length);
    }

    @Test
    void anAlarmShowsTheDifferenceOfMeansAndTheBoundThatItExceeded() {
        double[] state = ADWIN.init();
        assertThat(ADWIN.statistic(state)).isZero();
        for (int i = 0; i <= 2112; i++) {
            state = ADWIN.update(state, Lcg.jumpsAndRamp()[i]);
        }
        assertThat(ADWIN.statistic(state)).isEqualTo(0.1940524193548387, within(1e-15));
        assertThat(ADWIN.threshold(state)).isEqualTo(0.17579504868367907, within(1e-15));
    }

    @Test
    void falseAlarmsOnAStationaryErrorAreRare() {
        int alarms = 0;
        for (int stream = 1; stream <= 200; stream++) {
            Lcg random = new Lcg(1000L * stream);
            double[] state = ADWIN.init();
            for (int i = 0; i < 2000; i++) {
                state = ADWIN.update(state, random.bit(0.1));
            }
            alarms += (int) ADWIN.episodes(state);
        }
        assertThat(alarms).as("false alarms in 400,000 values").isZero();
    }

    @Test
    void theStateGrowsARowAtATimeAndStaysLogarithmic() {
        Lcg random = new Lcg(3);
        double[] state = ADWIN.init();
        int row = 13;
        assertThat(state).hasSize(7 + row);
        for (int i = 0; i < 100_000; i++) {
            double[] next = ADWIN.update(state, random.bit(0.1));
            assertThat(next.length - state.length).isIn(0, row);
            state = next;
        }
        assertThat(ADWIN.width(state)).isEqualTo(100_000);
        assertThat(state).hasSize(7 + 15 * row);
    }

    @Test
    void aMissingValueIsNotCounted() {
        double[] calm = {1, 0, 1};
        double[] gaps = {1, Double.NaN, 0, Double.NaN, 1};
        assertThat(run(ADWIN, gaps)).isEqualTo(run(ADWIN, calm));
    }

    @Test
    void noValueMakesTheStateInfinite() {
        double[] state = ADWIN.init();
        for (int i = 0; i < 1000; i++) {
            state = ADWIN.update(state, i % 2 == 0 ? Double.POSITIVE_INFINITY : -Double.MAX_VALUE);
        }
        assertThat(ADWIN.validState(state)).isTrue();
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        assertRefused(() -> new Adwin(0), "adwin.delta must lie in (0, 1): got 0.0");
        assertRefused(() -> new Adwin(Double.NaN), "adwin.delta must lie in (0, 1): got NaN");
        assertRefused(() -> new Adwin(0.1, 0, 5, 5, 10), "adwin.clock must be >= 1: got 0");
        assertRefused(() -> new Adwin(0.1, 32, 1, 5, 10), "adwin.buckets-per-row must lie in [2, 64]: got 1");
        assertRefused(() -> new Adwin(0.1, 32, 5, 0, 10), "adwin.min-sub-window must be >= 1: got 0");
        assertRefused(() -> new Adwin(0.1, 32, 5, 5, 0), "adwin.grace must be >= 1: got 0");
    }

    private static double[] run(Adwin adwin, double[] values) {
        double[] state = adwin.init();
        for (double value : values) {
            state = adwin.update(state, value);
        }
        return state;
    }

    private static List<Integer> alarms(Adwin adwin, double[] values) {
        List<Integer> places = new ArrayList<>();
        double[] state = adwin.init();
        for (int i = 0; i < values.length; i++) {
            state = adwin.update(state, values[i]);
            if (adwin.level(state) == DriftLevel.DRIFT) {
                places.add(i);
            }
        }
        return places;
    }

    private static void assertRefused(Runnable construction, String message) {
        assertThatIllegalArgumentException().isThrownBy(construction::run).withMessage(message);
    }
}
