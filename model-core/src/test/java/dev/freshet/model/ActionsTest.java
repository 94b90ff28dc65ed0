package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.encode.Scaling;
import dev.freshet.model.optim.Optimizers;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of 4, so that step s ends with example 4 s. */
class ActionsTest {
    private static final LearnerSpec SPEC = Specs.binary()
            .numbers(2, Scaling.STANDARD)
            .optimizer(Optimizers.adam(0.01))
            .build();

    private final Learner learner = new Learner(SPEC);
    private final SnapshotCodec codec = new SnapshotCodec(learner);
    private final List<Example> stream = Streams.plain(new Gen(3), SPEC, 100);
    private final LearnerState state = learner.init("k");

    private Outcome observe(int from, int to) {
        for (int i = from; i < to - 1; i++) {
            learner.observe(state, stream.get(i));
        }
        return learner.observe(state, stream.get(to - 1));
    }

    private Outcome command(Action action) {
        return command(PlannedAction.NOW, action);
    }

    private Outcome command(long at, Action action) {
        return learner.command(state, new PlannedAction("id", at, 0, 0, action));
    }

    private static TakenAction only(Outcome outcome) {
        assertThat(outcome.taken()).hasSize(1);
        return outcome.taken().get(0);
    }

    @Test
    void betweenTwoBatchesACommandActsAtOnce() {
        observe(0, 8);

        TakenAction taken = only(command(new Action.Freeze()));

        assertThat(taken.at()).isEqualTo(2);
        assertThat(taken.seen()).isEqualTo(8);
        assertThat(taken.dropped()).isZero();
        assertThat(taken.fingerprint()).isEqualTo(state.fingerprint());
        assertThat(state.frozen()).isTrue();
    }

    @Test
    void aResetWaitsForTheOpenBatchAndDropsIt() {
        observe(0, 9);
        assertThat(command(new Action.Reset()).taken()).isEmpty();
        assertThat(state.waiting()).hasSize(1);
        assertThat(state.waiting().get(0).at()).isEqualTo(2);
        assertThat(observe(9, 11).taken()).isEmpty();

        TakenAction taken = only(observe(11, 12));

        assertThat(taken.at()).isEqualTo(2);
        assertThat(taken.seen()).isEqualTo(12);
        assertThat(taken.dropped()).isEqualTo(4);
        assertThat(state.step()).isEqualTo(2);
        assertThat(state.refused()).isEqualTo(4);
        assertThat(state.trained()).isEqualTo(8);
        assertThat(state.parameters()).isEqualTo(learner.init("k").parameters());
        assertThat(state.encoderStats).isEqualTo(learner.init("k").encoderStats);
        assertThat(state.waiting()).isEmpty();
    }

    @Test
    void aCommandForALaterStepActsAsThatStepIsReached() {
        observe(0, 1);
        assertThat(command(3, new Action.Freeze()).taken()).isEmpty();

        TakenAction taken = only(observe(1, 12));

        assertThat(taken.at()).isEqualTo(3);
        assertThat(taken.seen()).isEqualTo(12);
        assertThat(taken.dropped()).as("its batch was learned before").isZero();
        assertThat(state.trained()).isEqualTo(12);
    }

    @Test
    void aFrozenKeyPredictsAndJudgesAndLearnsNothing() {
        observe(0, 8);
        command(new Action.Freeze());
        float[] weights = state.parameters();
        double[] stats = state.encoderStats.clone();
        long fingerprint = state.fingerprint();

        observe(8, 30);

        assertThat(state.parameters()).isEqualTo(weights);
        assertThat(state.encoderStats).isEqualTo(stats);
        assertThat(state.fingerprint()).isEqualTo(fingerprint);
        assertThat(state.unlabelled()).isEqualTo(22);
        assertThat(state.open()).isZero();
        assertThat(learner.evaluation().count(learner.metrics(state))).isEqualTo(30);
    }

    @Test
    void aKeyThatWasFrozenAndResumedGoesOnAsIfTheEventsBetweenHadNotCome() {
        observe(0, 8);
        LearnerState other = state.copy();
        command(new Action.Freeze());
        observe(8, 30);
        command(new Action.Resume());

        observe(30, 60);
        for (int i = 30; i < 60; i++) {
            learner.observe(other, stream.get(i));
        }

        assertThat(state.parameters()).isEqualTo(other.parameters());
        assertThat(state.fingerprint()).isNotEqualTo(other.fingerprint());
    }

    @Test
    void aRollbackTakesTheModelOfTheSnapshotAndKeepsStepCountsAndMetrics() {
        observe(0, 10);
        byte[] snapshot = codec.encode(state);
        LearnerState then = state.copy();
        observe(10, 40);
        double[][] metrics = learner.metrics(state.copy());

        TakenAction taken = only(command(new Action.Rollback(snapshot)));

        assertThat(taken.problem()).isNull();
        assertThat(state.parameters()).isEqualTo(then.parameters());
        assertThat(state.weights.slots).isDeepEqualTo(then.weights.slots);
        assertThat(state.weights.steps).isEqualTo(then.weights.steps);
        assertThat(state.encoderStats).isEqualTo(then.encoderStats);
        assertThat(state.step()).isEqualTo(10);
        assertThat(state.predicted()).isEqualTo(40);
        assertThat(state.known()).isEqualTo(8);
        assertThat(learner.metrics(state)).isDeepEqualTo(metrics);
    }

    @Test
    void theRateThatIsSetMultipliesEachUpdateFromTheBatchOnThatIsOpen() {
        Learner sgd = Specs.regression().numbers(1).batch(1).learner();
        LearnerState plain = sgd.init("k");
        LearnerState slower = sgd.init("k");
        sgd.command(slower, new PlannedAction("c", PlannedAction.NOW, 0, 0, new Action.SetRate(0.5)));
        float[] from = plain.parameters();

        sgd.observe(plain, Example.of(0, 1, 1));
        sgd.observe(slower, Example.of(0, 1, 1));

        for (int i = 0; i < from.length; i++) {
            assertThat(slower.parameters()[i] - from[i])
                    .isCloseTo((plain.parameters()[i] - from[i]) / 2, within(1e-7f));
        }
        assertThat(slower.rate()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, Double.NaN, 1e9, Double.POSITIVE_INFINITY, -0.0})
    void aRateThatIsNoFactorIsRefused(double factor) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Action.SetRate(factor))
                .withMessage("set-rate.factor must lie in (0, 1000]: got " + factor);
    }

    @Test
    void aRateIsNotSetWhereTheOptimizerMakesItsWeightsAnew() {
        Learner ftrl = Specs.binary()
                .numbers(1)
                .optimizer(Optimizers.ftrl(0.1, 1, 0, 0))
                .learner();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ftrl.command(
                        ftrl.init("k"), new PlannedAction("c", PlannedAction.NOW, 0, 0, new Action.SetRate(2))))
                .withMessageStartingWith("set-rate is not for this optimizer: ftrl makes each weight anew");
    }

    @Test
    void aSnapshotGivesTheStateAtItsStepOut() {
        observe(0, 9);
        command(new Action.Snapshot());
        LearnerState expected = state.copy();
        expected.steering.waiting = List.of();
        for (int i = 9; i < 11; i++) {
            learner.observe(expected, stream.get(i));
        }

        TakenAction taken = only(observe(9, 12));

        LearnerState given = Objects.requireNonNull(taken.state());
        assertThat(given.step()).isEqualTo(2);
        assertThat(given.open()).isEqualTo(4);
        assertThat(given.parameters()).isEqualTo(expected.parameters());
        assertThat(given.fingerprint()).isEqualTo(taken.fingerprint());
        assertThat(state.step()).as("the batch was learned").isEqualTo(3);
    }

    @Test
    void anErasedKeyIsANewOne() {
        observe(0, 9);
        command(7, new Action.Snapshot());
        command(new Action.Erase());

        Outcome outcome = observe(9, 12);

        assertThat(outcome.taken()).hasSize(2);
        assertThat(outcome.taken().get(0).problem()).isEqualTo("the key was erased at step 2");
        LearnerState old = Objects.requireNonNull(outcome.taken().get(1).state());
        assertThat(old.predicted()).isEqualTo(12);
        assertThat(old.refused()).isEqualTo(4);
        assertThat(old.open()).isZero();
        assertThat(codec.encode(state)).isEqualTo(codec.encode(learner.init("k")));
    }

    @Test
    void aBatchThatClosesByAgeMeetsTheCommandBeforeTheEventThatClosedIt() {
        LearnerSpec spec = Specs.binary().numbers(1).batch(4, 10).build();
        Learner aged = new Learner(spec);
        LearnerState old = aged.init("k");
        aged.observe(old, new Example(new double[] {1}, new long[0], 1, 1, 100, 0, 0));
        aged.command(old, new PlannedAction("c", PlannedAction.NOW, 0, 1, new Action.Erase()));

        TakenAction taken = only(aged.observe(old, new Example(new double[] {2}, new long[0], 1, 1, 200, 0, 2)));

        assertThat(taken.seen()).isEqualTo(1);
        assertThat(old.predicted()).as("the event begins the key's new life").isEqualTo(1);
        assertThat(old.open()).isEqualTo(1);
    }

    @Test
    void aStepThatHasPassedIsRefusedWithBothNumbers() {
        observe(0, 12);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> command(2, new Action.Reset()))
                .withMessage("at 2 has passed: the key is at step 3");
    }

    @Test
    void aResumeForAStepThatAFrozenKeyWillNotReachIsRefused() {
        command(new Action.Freeze());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> command(1, new Action.Resume()))
                .withMessage("at 1 would never come: the key is frozen at step 0");
        assertThatNoException().isThrownBy(() -> command(0, new Action.Resume()));
    }

    @Test
    void nobodyMayFillAKeysMemoryWithCommandsThatWait() {
        for (int i = 0; i < 16; i++) {
            command(5 + i, new Action.Snapshot());
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> command(5, new Action.Snapshot()))
                .withMessage("at most 16 commands may wait for a key: got one more");
    }

    @Test
    void oneRollbackWaitsAtATime() {
        byte[] snapshot = codec.encode(state);
        command(5, new Action.Rollback(snapshot));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> command(6, new Action.Rollback(snapshot)))
                .withMessage("at most one rollback may wait for a key: got another");
    }

    @Test
    void aSnapshotThatCannotBeTakenIsRefusedBeforeItWaits() {
        observe(0, 6);
        byte[] before = codec.encode(state);
        byte[] snapshot = codec.encode(state);
        byte[] damaged = snapshot.clone();
        damaged[60] ^= 1;
        LearnerState poisoned = state.copy();
        poisoned.weights.params[0] = Float.NaN;
        LearnerState others = learner.init("other");
        Learner shaped = Specs.binary().numbers(3).learner();

        assertRefused(damaged, "snapshot is damaged: its CRC-32C differs");
        assertRefused(Arrays.copyOf(snapshot, 50), "snapshot is damaged: its CRC-32C differs");
        assertRefused(codec.encode(poisoned), "snapshot holds parameters that are not finite");
        assertRefused(codec.encode(others), "snapshot is of key other, the command of key k");
        assertRefused(new SnapshotCodec(shaped).encode(shaped.init("k")), "snapshot holds another model: ");
        assertThat(codec.encode(state)).isEqualTo(before);
    }

    private void assertRefused(byte[] snapshot, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> command(new Action.Rollback(snapshot)))
                .withMessageStartingWith(problem);
    }

    @Test
    void eachCommandThatActedChangesTheNameOfWhatFollows() {
        long[] names = {
            after(new Action.Freeze()),
            after(new Action.Resume()),
            after(new Action.SetRate(1)),
            after(new Action.SetRate(2)),
            after(new Action.Reset()),
            after(new Action.Snapshot()),
            after(new Action.Rollback(codec.encode(learner.init("k")))),
            learner.init("k").fingerprint()
        };

        assertThat(names).doesNotHaveDuplicates();
    }

    private long after(Action action) {
        LearnerState one = learner.init("k");
        return only(learner.command(one, new PlannedAction("c", PlannedAction.NOW, 0, 0, action)))
                .fingerprint();
    }

    /** So that builds before commands read what they wrote, and this one changes no byte of it. */
    @Test
    void aKeyWithoutCommandsIsWrittenAsBefore() {
        observe(0, 10);
        int before = codec.encode(state).length;
        command(9, new Action.Freeze());
        int waiting = codec.encode(state).length;
        observe(10, 36);
        command(new Action.Resume());
        command(new Action.SetRate(2));
        command(new Action.SetRate(1));

        assertThat(waiting).isGreaterThan(before);
        assertThat(state.steering.isUntouched()).isTrue();
    }
}
