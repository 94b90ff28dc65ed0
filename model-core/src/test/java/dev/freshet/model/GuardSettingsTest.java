package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.Guard.Refusal;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.optim.Optimizers;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardSettingsTest {
    private static final double NONE = Double.POSITIVE_INFINITY;

    private static Learner learner(Guard guard) {
        return Specs.regression()
                .numbers(1)
                .optimizer(Optimizers.sgd(0.01))
                .batch(1)
                .guard(guard)
                .learner();
    }

    /** d/dw (y − w x − b)² of a model of zeros is (−2 y x, −2 y). */
    @Test
    void aGradientLongerThanTheLimitIsRefusedAndOneAsLongIsNot() {
        double norm = 2 * StrictMath.hypot(3, 4);
        for (double limit : new double[] {norm * 0.999, norm * 1.001}) {
            Learner learner = learner(new Guard(limit, NONE, 1));
            LearnerState state = learner.init("k");
            state.weights.params[0] = 0;

            Outcome outcome = learner.observe(state, Example.of(7, 4, 0.75));

            assertThat(outcome.refusal()).isEqualTo(limit < norm ? Refusal.NORM : null);
            assertThat(state.weights.params[1] == 0).isEqualTo(limit < norm);
            assertThat(outcome.blamedOffset()).isEqualTo(limit < norm ? 7 : 0);
        }
    }

    @Test
    void aBatchFarWorseThanThoseBeforeIsRefusedOnceThereWereTwenty() {
        for (int before : new int[] {19, 20}) {
            Learner learner = learner(new Guard(NONE, 10, 1));
            LearnerState state = learner.init("k");
            for (int i = 0; i < before; i++) {
                assertThat(learner.observe(state, Example.of(i, i % 2, 0)).refusal())
                        .isNull();
            }
            Outcome outcome = learner.observe(state, Example.of(99, 1000, 0));

            assertThat(outcome.refusal()).isEqualTo(before < 20 ? null : Refusal.LOSS);
            assertThat(state.refused()).isEqualTo(before < 20 ? 0 : 1);
        }
    }

    @Test
    void aBatchRefusedBeforeThereIsALimitDoesNotSetIt() {
        Learner learner = learner(new Guard(NONE, 10, 1));
        LearnerState state = learner.init("k");
        for (int i = 0; i < 40; i++) {
            learner.observe(state, Example.of(i, i == 3 ? 1e60 : i % 2, 0));
        }
        assertThat(state.refused()).isEqualTo(1);

        assertThat(learner.observe(state, Example.of(40, 1e4, 0)).refusal()).isEqualTo(Refusal.LOSS);
    }

    @Test
    void aLossThatMayBeNegativeHasNoSpikes() {
        assertThatThrownBy(() -> LearnerSpec.regression()
                        .features(new Numbers(List.of("x"), Scaling.NONE))
                        .network(new Dense(1, Activation.EXPONENTIAL))
                        .loss(Losses.poisson())
                        .guard(new Guard(NONE, 10, 1))
                        .drift(DriftPolicy.NONE)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "guard.loss-spike needs a loss that is never below 0, as Poisson[] can be: use guard.max-norm:"
                                + " got 10.0");
    }

    @Test
    void aLossThatStaysHighIsLearnedFromInTheEnd() {
        Learner learner = learner(new Guard(NONE, 10, 1));
        LearnerState state = learner.init("k");
        for (int i = 0; i < 50; i++) {
            learner.observe(state, Example.of(i, 0, 0));
        }

        int refused = 0;
        while (learner.observe(state, Example.of(50 + refused, 100, 0)).refusal() != null) {
            refused++;
            assertThat(refused).isLessThan(500);
        }

        assertThat(refused).isBetween(10, 200);
    }

    @Test
    void theRateBacksOffAtARefusalAndComesBackByOnePerCentABatch() {
        Learner learner = learner(new Guard(10, NONE, 0.25));
        LearnerState state = learner.init("k");
        learner.observe(state, Example.of(0, 1000, 1));
        assertThat(state.control[Control.RATE]).isEqualTo(0.25);

        state.weights.params[0] = 0;
        learner.observe(state, Example.of(1, 1, 1));
        assertThat(state.weights.params[0]).isCloseTo(2 * 0.01f * 0.25f, within(1e-7f));
        assertThat(state.control[Control.RATE]).isEqualTo(0.2525);

        for (int i = 2; i < 200; i++) {
            learner.observe(state, Example.of(i, 1, 1));
        }
        assertThat(state.control[Control.RATE]).isEqualTo(1);
    }

    @Test
    void manyRefusalsDoNotStopTheRate() {
        double[] control = Control.init();
        for (int i = 0; i < 1000; i++) {
            Control.batchClosed(control, new Guard(1, 2, 0.5), false);
        }

        assertThat(control[Control.RATE]).isEqualTo(1e-6);
        assertThat(Control.valid(control)).isTrue();
    }

    @Test
    void settingsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> new Guard(0, 2, 1)).hasMessage("guard.max-norm must be > 0: got 0.0");
        assertThatThrownBy(() -> new Guard(Double.NaN, 2, 1)).hasMessage("guard.max-norm must be > 0: got NaN");
        assertThatThrownBy(() -> new Guard(1, 1, 1)).hasMessage("guard.loss-spike must be > 1: got 1.0");
        assertThatThrownBy(() -> new Guard(1, 2, 0)).hasMessage("guard.back-off must lie in (0, 1]: got 0.0");
        assertThatThrownBy(() -> new Guard(1, 2, 1.5)).hasMessage("guard.back-off must lie in (0, 1]: got 1.5");
    }
}
