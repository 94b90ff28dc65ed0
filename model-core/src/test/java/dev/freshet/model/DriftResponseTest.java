package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.drift.Adwin;
import dev.freshet.model.drift.Ddm;
import dev.freshet.model.drift.DriftLevel;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.optim.Optimizers;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The label is the sign of x up to event {@link #TURN}, the opposite from there on. */
class DriftResponseTest {
    private static final int TURN = 600;
    private static final int EVENTS = 1200;
    private static final Adwin WARNING = new Adwin(0.9, 1, 5, 2, 4);
    private static final Adwin DETECTOR = new Adwin(0.002, 8, 5, 5, 10);

    private static Specs specs(DriftResponse response) {
        return Specs.binary()
                .numbers(1, Scaling.STANDARD)
                .optimizer(Optimizers.adam(0.05))
                .batch(4)
                .drift(DriftPolicy.watch(DETECTOR).warn(WARNING).respond(response));
    }

    private static Example event(int i) {
        double x = StrictMath.sin(1.7 * i);
        return Example.of(i, x > 0 == i < TURN ? 1 : 0, x);
    }

    private record Alarm(int at, int actedAt) {}

    /** Runs up to the response's first act, which must be at the end of the batch in which the alarm was. */
    private static Alarm runToAct(Learner learner, LearnerState state) {
        int alarm = -1;
        for (int i = 0; i < EVENTS; i++) {
            Outcome outcome = learner.observe(state, event(i));
            if (outcome.drift() == DriftLevel.DRIFT && outcome.driftChanged() && alarm < 0) {
                alarm = i;
            }
            if (outcome.response() != null) {
                return new Alarm(alarm, i);
            }
        }
        throw new AssertionError("no response in " + EVENTS + " events");
    }

    static Stream<DriftResponse> responses() {
        return Stream.of(
                new DriftResponse.BoostRate(5, 7),
                new DriftResponse.ResetOptimizer(),
                new DriftResponse.ResetModel(),
                new DriftResponse.SwapBackground(50));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void aResponseActsAsTheBatchOfTheAlarmCloses(DriftResponse response) {
        Learner learner = specs(response).learner();
        LearnerState state = learner.init("k");

        Alarm alarm = runToAct(learner, state);

        assertThat(alarm.at()).isGreaterThanOrEqualTo(TURN);
        assertThat(alarm.actedAt()).isEqualTo(alarm.at() / 4 * 4 + 3);
    }

    static Stream<DriftResponse> quickOnes() {
        return Stream.of(new DriftResponse.BoostRate(5, 7), new DriftResponse.SwapBackground(50));
    }

    @ParameterizedTest
    @MethodSource("quickOnes")
    void aFasterOrAPreparedModelLosesLessAfterTheTurn(DriftResponse response) {
        assertThat(lossAfterTurn(response)).isLessThan(lossAfterTurn(DriftResponse.NONE));
    }

    private static double lossAfterTurn(DriftResponse response) {
        Learner learner = specs(response).learner();
        LearnerState state = learner.init("k");
        double loss = 0;
        for (int i = 0; i < EVENTS; i++) {
            Outcome outcome = learner.observe(state, event(i));
            loss += i < TURN ? 0 : outcome.loss();
        }
        return loss;
    }

    @Test
    void aWarningIsReadFromItsOwnDetectorAndADriftFromTheOther() {
        Learner learner = specs(DriftResponse.NONE).learner();
        LearnerState state = learner.init("k");
        Set<DriftReading> seen = new HashSet<>();
        for (int i = 0; i < EVENTS; i++) {
            Outcome outcome = learner.observe(state, event(i));
            DriftReading reading = Objects.requireNonNull(learner.drift(state));
            assertThat(reading.level()).isEqualTo(outcome.drift());
            if (outcome.driftChanged() && outcome.drift() != DriftLevel.NONE) {
                seen.add(reading);
                boolean main = outcome.drift() == DriftLevel.DRIFT;
                double[] detector = main ? state.drift : state.warning;
                assertThat(reading.statistic()).isEqualTo((main ? DETECTOR : WARNING).statistic(detector));
            }
        }

        assertThat(seen).extracting(DriftReading::level).contains(DriftLevel.WARNING, DriftLevel.DRIFT);
    }

    @Test
    void aDetectorThatOnlyTellsChangesNoWeight() {
        Learner told = specs(DriftResponse.NONE).learner();
        Learner alone = specs(DriftResponse.NONE).drift(DriftPolicy.NONE).learner();
        LearnerState a = told.init("k");
        LearnerState b = alone.init("k");

        for (int i = 0; i < EVENTS; i++) {
            assertThat(told.observe(a, event(i)).response()).isNull();
            alone.observe(b, event(i));
        }

        assertThat(a.parameters()).isEqualTo(b.parameters());
    }

    @Test
    void aBoostMultipliesTheUpdatesOfItsBatches() {
        double rate = 0.01;
        Learner boosted = specs(new DriftResponse.BoostRate(8, 3))
                .optimizer(Optimizers.sgd(rate))
                .learner();
        Learner plain =
                specs(DriftResponse.NONE).optimizer(Optimizers.sgd(rate)).learner();
        LearnerState state = boosted.init("k");
        int acted = runToAct(boosted, state).actedAt();

        for (int batch = 1; batch < 5; batch++) {
            LearnerState twin = state.copy();
            float before = state.parameters()[0];
            for (int i = acted + 4 * batch - 3; i <= acted + 4 * batch; i++) {
                boosted.observe(state, event(i));
                plain.observe(twin, event(i));
            }
            double ratio = (state.parameters()[0] - before) / (twin.parameters()[0] - before);
            assertThat(ratio).as("batch " + batch).isCloseTo(batch < 3 ? 8 : 1, within(1e-3));
        }
    }

    @Test
    void aResetModelLearnsTheBatchOfTheAlarmAsANewKeyWould() {
        Learner learner = Specs.binary()
                .numbers(1)
                .hidden(3, Activation.TANH)
                .optimizer(Optimizers.adam(0.05))
                .drift(DriftPolicy.watch(DETECTOR).respond(new DriftResponse.ResetModel()))
                .learner();
        LearnerState state = learner.init("k");
        int acted = runToAct(learner, state).actedAt();

        LearnerState newKey = learner.init("new");
        for (int i = acted - 3; i <= acted; i++) {
            learner.observe(newKey, event(i));
        }

        assertThat(state.weights.params).isEqualTo(newKey.weights.params);
        assertThat(state.weights.slots).isDeepEqualTo(newKey.weights.slots);
        assertThat(state.weights.steps).isEqualTo(1);
    }

    @Test
    void newWeightsAreNotJudgedByTheLossesOfTheOldOnes() {
        Learner learner = specs(new DriftResponse.ResetModel())
                .guard(new Guard(Double.POSITIVE_INFINITY, 3, 0.5))
                .learner();
        LearnerState state = learner.init("k");

        runToAct(learner, state);

        assertThat(state.control[Control.RATE]).isEqualTo(1);
        assertThat(state.control[Control.LOSS_COUNT]).isEqualTo(1);
        assertThat(state.weights.steps).isEqualTo(1);
    }

    @Test
    void aResetOptimizerKeepsTheWeights() {
        Learner learner = specs(new DriftResponse.ResetOptimizer())
                .optimizer(Optimizers.momentum(0.01, 0.9))
                .learner();
        LearnerState state = learner.init("k");

        runToAct(learner, state);

        assertThat(state.weights.steps).isEqualTo(1);
        assertThat(state.step()).isGreaterThan(TURN / 4);
        assertThat(state.parameters()[0]).isGreaterThan(0.5f);
    }

    @Test
    void theBackgroundModelLearnsFromTheWarningOnAndTakesOver() {
        Learner learner = specs(new DriftResponse.SwapBackground(50)).learner();
        LearnerState state = learner.init("k");
        Weights background = null;
        for (int i = 0; i < EVENTS; i++) {
            Weights before = state.background;
            if (learner.observe(state, event(i)).response() != null) {
                background = Objects.requireNonNull(before);
                break;
            }
        }

        assertThat(state.weights).isSameAs(background);
        assertThat(state.background).isNull();
        assertThat(state.weights.steps).isBetween(2L, state.step() - 1);
    }

    @Test
    void aBackgroundModelIsGivenUpWhenItsPatienceEnds() {
        Learner learner = specs(DriftResponse.NONE)
                .drift(DriftPolicy.watch(new Adwin(1e-9))
                        .warn(new Adwin(1e-9))
                        .respond(new DriftResponse.SwapBackground(5)))
                .learner();
        LearnerState state = learner.init("k");
        state.control[Control.PATIENCE] = 5;
        int seen = 0;

        for (int i = 0; i < 4 * 7; i++) {
            learner.observe(state, Example.of(i, 1, 1));
            if (state.background != null && state.open() == 0) {
                seen++;
                assertThat(state.background.steps).isEqualTo(seen);
            }
        }

        assertThat(seen).isEqualTo(5);
        assertThat(state.background).isNull();
    }

    @ParameterizedTest
    @MethodSource("responses")
    void aRestoreAtAnyEventChangesNoBit(DriftResponse response) {
        Learner learner = specs(response).learner();
        SnapshotCodec codec = new SnapshotCodec(learner);
        LearnerState unbroken = learner.init("k");
        LearnerState restored = learner.init("k");
        for (int i = 0; i < EVENTS; i++) {
            learner.observe(unbroken, event(i));
            restored = codec.decode(codec.encode(restored));
            learner.observe(restored, event(i));
        }

        assertThat(codec.encode(restored)).isEqualTo(codec.encode(unbroken));
    }

    static Stream<Arguments> refusedPolicies() {
        return Stream.of(
                Arguments.of(
                        (Runnable) () -> DriftPolicy.NONE.respond(new DriftResponse.ResetModel()),
                        "drift.detector must be set where there is a warning or a response: got ResetModel[]"),
                Arguments.of(
                        (Runnable) () -> DriftPolicy.DEFAULT.respond(new DriftResponse.SwapBackground(9)),
                        "drift.warn must be set for swap-background, whose second model learns from the warning on: got none"),
                Arguments.of(
                        (Runnable) () -> new DriftResponse.BoostRate(1, 5),
                        "boost-rate.factor must lie in (1, 1e6]: got 1.0"),
                Arguments.of(
                        (Runnable) () -> new DriftResponse.BoostRate(2, 0), "boost-rate.batches must be >= 1: got 0"),
                Arguments.of(
                        (Runnable) () -> Specs.regression()
                                .numbers(1)
                                .drift(DriftPolicy.watch(new Ddm()))
                                .build(),
                        "ddm takes errors in [0, 1], not the errors of a regression: use adwin, page-hinkley, cusum or"
                                + " kswin: got " + new Ddm()),
                Arguments.of(
                        (Runnable) () -> specs(new DriftResponse.BoostRate(2, 3))
                                .optimizer(Optimizers.ftrl(0.1, 1, 0, 0))
                                .build(),
                        "boost-rate needs an optimizer whose rate can be multiplied: ftrl makes each weight anew from its"
                                + " sums, so a scaled step would be undone by the next: got "
                                + Optimizers.ftrl(0.1, 1, 0, 0)),
                Arguments.of(
                        (Runnable) () -> specs(new DriftResponse.ResetOptimizer())
                                .optimizer(Optimizers.ftrl(0.1, 1, 0, 0))
                                .build(),
                        "reset-optimizer needs an optimizer that can forget and keep the weights: ftrl makes each weight anew"
                                + " from its sums, so a scaled step would be undone by the next: use reset-model: got "
                                + Optimizers.ftrl(0.1, 1, 0, 0)),
                Arguments.of(
                        (Runnable) () -> new DriftResponse.SwapBackground(0),
                        "swap-background.patience must be >= 1 batch: got 0"));
    }

    @ParameterizedTest
    @MethodSource("refusedPolicies")
    void whatCannotWorkIsRefused(Runnable policy, String message) {
        assertThatThrownBy(policy::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
