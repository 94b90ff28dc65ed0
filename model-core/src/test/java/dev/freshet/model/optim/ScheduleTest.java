package dev.freshet.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ScheduleTest {
    private static final Offset<Double> NEAR = within(1e-15);

    static final List<Schedule> SAMPLES = List.of(
            new ConstantRate(0.1),
            new InverseScaling(0.1, 0.5),
            new ExponentialDecay(0.1, 0.96, 100),
            new CosineDecay(0.1, 1000, 0.001),
            new WarmUp(10, new CosineDecay(0.1, 1000, 0)));

    @Test
    void everyPermittedScheduleIsARecordAndHasASample() {
        assertThat(Schedule.class.getPermittedSubclasses()).allSatisfy(type -> {
            assertThat(type.isRecord()).isTrue();
            assertThat(SAMPLES).hasAtLeastOneElementOfType(type);
        });
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void aRateIsNeverNegativeNorAboveItsSettingAtAnyStep(Schedule schedule) {
        for (long step = 1; step > 0; step = 2 * step + 1) {
            assertThat(schedule.rate(step)).isBetween(0.0, 0.1 + 1e-15);
        }
    }

    @Test
    void inverseScalingDividesByAPowerOfTheStep() {
        InverseScaling schedule = new InverseScaling(0.3, 0.5);
        assertThat(schedule.rate(1)).isEqualTo(0.3, NEAR);
        assertThat(schedule.rate(4)).isEqualTo(0.15, NEAR);
        assertThat(schedule.rate(900)).isEqualTo(0.01, NEAR);
    }

    @Test
    void exponentialDecayFallsByItsFactorOverItsSteps() {
        ExponentialDecay schedule = new ExponentialDecay(0.4, 0.25, 10);
        assertThat(schedule.rate(1)).isEqualTo(0.4, NEAR);
        assertThat(schedule.rate(6)).isEqualTo(0.2, NEAR);
        assertThat(schedule.rate(11)).isEqualTo(0.1, NEAR);
        assertThat(schedule.rate(21)).isEqualTo(0.025, NEAR);
    }

    @Test
    void cosineDecayPassesTheMiddleHalfWayAndStaysAtItsEnd() {
        CosineDecay schedule = new CosineDecay(0.5, 30, 0.1);
        assertThat(schedule.rate(1)).isEqualTo(0.5, NEAR);
        assertThat(schedule.rate(11)).as("a third").isEqualTo(0.4, NEAR);
        assertThat(schedule.rate(16)).as("half").isEqualTo(0.3, NEAR);
        assertThat(schedule.rate(31)).isEqualTo(0.1, NEAR);
        assertThat(schedule.rate(1000)).isEqualTo(0.1, NEAR);
    }

    @Test
    void aDecayMayEndAtNothingOrBeNone() {
        assertThat(new CosineDecay(0.5, 30, 0).rate(31)).isZero();
        for (long step = 1; step < 100; step++) {
            assertThat(new CosineDecay(0.5, 30, 0.5).rate(step)).isEqualTo(0.5);
            assertThat(new ExponentialDecay(0.5, 1, 30).rate(step)).isEqualTo(0.5);
        }
    }

    @Test
    void warmUpRisesInEqualPartsAndThenTheOtherBegins() {
        ExponentialDecay then = new ExponentialDecay(0.4, 0.5, 1);
        WarmUp schedule = new WarmUp(4, then);
        assertThat(schedule.rate(1)).isEqualTo(0.1, NEAR);
        assertThat(schedule.rate(2)).isEqualTo(0.2, NEAR);
        assertThat(schedule.rate(4)).isEqualTo(0.4, NEAR);
        assertThat(schedule.rate(5)).isEqualTo(then.rate(1));
        assertThat(schedule.rate(6)).isEqualTo(0.2, NEAR);
    }

    @Test
    void anOptimiserDescendsByTheRateOfItsStep() {
        Descent descent = new Descent(Optimizers.descend(new ExponentialDecay(0.5, 0.5, 1)), 1);
        assertThat(descent.step(1)).containsExactly(-0.5f);
        assertThat(descent.step(1)).containsExactly(-0.25f);
        assertThat(descent.step(4)).containsExactly(-0.5f);
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        assertRefused(() -> new ConstantRate(0), "constant.rate must be > 0 and finite: got 0.0");
        assertRefused(() -> new InverseScaling(-1, 0.5), "inverse-scaling.rate must be > 0 and finite: got -1.0");
        assertRefused(() -> new InverseScaling(1, -0.5), "inverse-scaling.power must be >= 0 and finite: got -0.5");
        assertRefused(
                () -> new ExponentialDecay(Double.NaN, 0.5, 1), "exponential.rate must be > 0 and finite: got NaN");
        assertRefused(() -> new ExponentialDecay(1, 0, 1), "exponential.factor must lie in (0, 1]: got 0.0");
        assertRefused(() -> new ExponentialDecay(1, 1.5, 1), "exponential.factor must lie in (0, 1]: got 1.5");
        assertRefused(() -> new ExponentialDecay(1, 0.5, 0), "exponential.steps must be >= 1: got 0");
        assertRefused(() -> new CosineDecay(0, 5, 0), "cosine.rate must be > 0 and finite: got 0.0");
        assertRefused(() -> new CosineDecay(1, 0, 0), "cosine.steps must be >= 1: got 0");
        assertRefused(() -> new CosineDecay(1, 5, 1.5), "cosine.end must lie in [0, 1.0]: got 1.5");
        assertRefused(() -> new CosineDecay(1, 5, -0.5), "cosine.end must lie in [0, 1.0]: got -0.5");
        assertRefused(() -> new WarmUp(0, new ConstantRate(1)), "warm-up.steps must be >= 1: got 0");
    }

    private static void assertRefused(Runnable construction, String message) {
        assertThatIllegalArgumentException().isThrownBy(construction::run).withMessage(message);
    }
}
