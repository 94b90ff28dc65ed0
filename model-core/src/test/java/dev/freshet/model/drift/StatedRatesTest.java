package dev.freshet.model.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** README's rates of false alarms and delays, on fewer streams; {@link FalseAlarmTable} prints them from all. */
class StatedRatesTest {

    /** At most so many false alarms per 10,000 errors of rate .1, and at .2; and the delay of a jump from .1 to .3. */
    record Stated(DriftDetector detector, double atTenth, double atFifth, int least, int most) {}

    static final Stated[] STATED = {
        new Stated(new Adwin(), 0.05, 0.05, 80, 145),
        new Stated(new HddmA(true), 0.15, 0.4, 90, 135),
        new Stated(new HddmA(false), 0.15, 0.4, 90, 135),
        new Stated(new HddmW(true), 0.05, 1.2, 90, 190),
        new Stated(new PageHinkley(), 0.2, 0.6, 215, 270),
        new Stated(new Cusum(), 0.15, 0.4, 215, 270),
        new Stated(new Rddm(), 2.5, 2.2, 40, 90),
        new Stated(new Ddm(), 1.6, 1, 120, 210),
        new Stated(new Eddm(), 26, 32, 40, 90),
    };

    @ParameterizedTest
    @FieldSource("STATED")
    void falseAlarmsAreAsRareAsStated(Stated stated) {
        FalseAlarms runs = new FalseAlarms(stated.detector(), 30);
        assertThat(runs.per10000(0.1, 10_000)[0]).isLessThanOrEqualTo(stated.atTenth());
        assertThat(runs.per10000(0.2, 10_000)[0]).isLessThanOrEqualTo(stated.atFifth());
    }

    @ParameterizedTest
    @FieldSource("STATED")
    void aJumpIsNoticedAsSoonAsStated(Stated stated) {
        double[] delay = new FalseAlarms(stated.detector(), 30).delay(i -> i < 2000 ? 0.1 : 0.3);
        assertThat(delay[0]).isBetween((double) stated.least(), (double) stated.most());
        assertThat(delay[1]).isZero();
    }

    static final DistributionTest[] TESTS = {new Psi(), new JensenShannon(), new KolmogorovSmirnov()};

    @ParameterizedTest
    @FieldSource("TESTS")
    void aFeatureThatStaysHasNoDriftAndOneThatMovesByADeviationHas(DistributionTest test) {
        FeatureDrift rule = new FeatureDrift(test);
        for (int stream = 0; stream < 10; stream++) {
            SplittableRandom random = new SplittableRandom(stream);
            double[] state = rule.init();
            for (int i = 0; i < 6000; i++) {
                state = rule.update(state, random.nextGaussian());
                assertThat(rule.level(state)).isNotEqualTo(DriftLevel.DRIFT);
            }
            for (int i = 0; i < 1000; i++) {
                state = rule.update(state, random.nextGaussian() + 1);
            }
            assertThat(rule.level(state)).isEqualTo(DriftLevel.DRIFT);
            assertThat(rule.episodes(state)).isEqualTo(1);
        }
    }
}
