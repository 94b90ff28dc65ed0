package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.encode.Scaling;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.optim.Optimizers;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AtRestTest {

    @Test
    void aStepOnRowsLeavesTheBitsThatTheSameRowsWouldLeaveAsABatchOfAStream() {
        for (int seed = 0; seed < 60; seed++) {
            Gen gen = new Gen(seed);
            LearnerSpec spec = Specs.classes(3)
                    .numbers(4)
                    .hidden(5, Activation.RELU)
                    .batch(gen.between(1, 9))
                    .build();
            Learner learner = new Learner(spec);
            LearnerState stream = learner.init("k");
            LearnerState rest = learner.init("k");
            List<Example> rows = Streams.plain(gen, spec, 6 * spec.batch().size());

            rows.forEach(row -> learner.observe(stream, row));
            AtRest atRest = new AtRest(learner);
            float[] predictions = new float[spec.batch().size() * 3];
            for (int from = 0; from < rows.size(); from += spec.batch().size()) {
                atRest.step(rest, rows, from, from + spec.batch().size(), predictions, new double[9]);
            }

            assertThat(rest.parameters()).as("seed " + seed).isEqualTo(stream.parameters());
            assertThat(rest.fingerprint()).isEqualTo(stream.fingerprint());
            assertThat(rest.trained()).isEqualTo(stream.trained()).isEqualTo(rows.size());
        }
    }

    @Test
    void scoringChangesNothing() {
        for (int seed = 0; seed < 60; seed++) {
            Gen gen = new Gen(seed);
            LearnerSpec spec = Specs.random(gen);
            Learner learner = new Learner(spec);
            LearnerState state = learner.init("k");
            List<Example> rows = Streams.random(gen, spec, 40);
            rows.forEach(row -> learner.observe(state, row));
            byte[] before = new SnapshotCodec(learner).encode(state);

            new AtRest(learner)
                    .score(state, rows, 0, 40, new float[40 * spec.task().predictionWidth()], new double[40]);

            assertThat(new SnapshotCodec(learner).encode(state))
                    .as("seed " + seed)
                    .isEqualTo(before);
        }
    }

    @Test
    void everyRowHasOneFateAndNoStateBecomesOtherThanFinite() {
        for (int seed = 0; seed < 100; seed++) {
            Gen gen = new Gen(seed);
            LearnerSpec spec = Specs.random(gen);
            Learner learner = new Learner(spec);
            LearnerState state = learner.init("k");
            List<Example> rows = Streams.random(gen, spec, 64);
            AtRest atRest = new AtRest(learner);
            rows.forEach(row -> atRest.adapt(state, row));

            for (int from = 0; from < 64; from += 8) {
                long trained = state.trained();
                long step = state.step();
                AtRest.Fate fate = atRest.step(
                        state, rows, from, from + 8, new float[8 * spec.task().predictionWidth()], new double[8]);
                boolean learned = fate == AtRest.Fate.LEARNED;
                assertThat(state.step()).isEqualTo(step + (learned ? 1 : 0));
                assertThat(state.trained() > trained).isEqualTo(learned);
            }

            assertThat(state.open()).isZero();
            assertThat(state.trained() + state.refused() + state.unlabelled())
                    .as("seed " + seed)
                    .isEqualTo(state.predicted())
                    .isEqualTo(64);
            for (float parameter : state.parameters()) {
                assertThat(Float.isFinite(parameter)).as("seed " + seed).isTrue();
            }
        }
    }

    @Test
    void aRowWhosePredictionIsNotFiniteIsRefusedAloneAndTheOthersAreLearned() {
        Learner learner = Specs.regression().numbers(8).learner();
        LearnerState with = learner.init("k");
        LearnerState without = learner.init("k");
        Example good = Example.of(0, 1, 1, 2, 3, 4, 5, 6, 7, 8);
        Example other = Example.of(2, -1, 8, 7, 6, 5, 4, 3, 2, 1);
        double[] huge = new double[8];
        for (int i = 0; i < 8; i++) {
            huge[i] = with.parameters()[i] * 1e300;
        }
        AtRest atRest = new AtRest(learner);

        AtRest.Fate fate =
                atRest.step(with, List.of(good, Example.of(1, 1, huge), other), 0, 3, new float[3], new double[3]);
        atRest.step(without, List.of(good, other), 0, 2, new float[2], new double[2]);

        assertThat(fate).isEqualTo(AtRest.Fate.LEARNED);
        assertThat(List.of(with.predicted(), with.trained(), with.refused())).containsExactly(3L, 2L, 1L);
        assertThat(with.parameters()).isEqualTo(without.parameters());
    }

    @Test
    void aFrozenKeyIsScoredAsItStandsAndLearnsFromNoRowUntilItIsResumed() {
        Learner learner = Specs.binary().numbers(3, Scaling.STANDARD).learner();
        Learner plain = Specs.binary()
                .numbers(3, Scaling.NONE)
                .optimizer(Optimizers.sgd(0.1))
                .learner();
        for (Learner each : List.of(learner, plain)) {
            LearnerState state = each.init("k");
            AtRest atRest = new AtRest(each);
            DenseRows rows = DenseRows.of(new float[] {1, 2, 3, 3, 2, 1}, 3, new int[] {1, 0});
            command(each, state, new Action.Freeze());
            long fingerprint = state.fingerprint();
            float[] scored = new float[4];
            atRest.score(state, rows, 0, 2, scored, new double[2]);

            atRest.adapt(state, rows.example(0));
            float[] predictions = new float[4];
            AtRest.Fate fate = atRest.step(state, rows, 0, 2, predictions, new double[2]);
            assertThat(atRest.stepEach(state, rows, 0, 2, new float[4], new double[2]))
                    .isZero();

            assertThat(fate).isEqualTo(AtRest.Fate.SCORED);
            assertThat(predictions).isEqualTo(scored);
            assertThat(state.parameters()).isEqualTo(each.init("k").parameters());
            assertThat(state.encoderStats).isEqualTo(each.init("k").encoderStats);
            assertThat(state.fingerprint()).isEqualTo(fingerprint);
            assertThat(List.of(state.predicted(), state.unlabelled(), state.step()))
                    .containsExactly(4L, 4L, 0L);
            command(each, state, new Action.Resume());
            assertThat(atRest.step(state, rows, 0, 2, predictions, new double[2]))
                    .isEqualTo(AtRest.Fate.LEARNED);
        }
    }

    private static void command(Learner learner, LearnerState state, Action action) {
        learner.command(state, new PlannedAction("c" + action.name(), 0, 0, 0, action));
    }

    @Test
    void aLabelThatTheLossCannotTakeIsRefusedAlone() {
        Learner learner = Specs.regression(Activation.EXPONENTIAL)
                .loss(Losses.poisson())
                .numbers(1)
                .learner();
        LearnerState state = learner.init("k");
        AtRest atRest = new AtRest(learner);
        Example below = Example.of(0, -1, 1);

        assertThat(atRest.step(state, List.of(below, Example.of(1, 2, 1)), 0, 2, new float[2], new double[2]))
                .isEqualTo(AtRest.Fate.LEARNED);
        assertThat(atRest.step(state, List.of(below), 0, 1, new float[1], new double[1]))
                .isEqualTo(AtRest.Fate.SCORED);
        assertThat(List.of(state.trained(), state.refused())).containsExactly(1L, 2L);
    }

    @Test
    void moreRowsThanTheModelCanHoldAreRefusedWithTheLimit() {
        Learner learner =
                Specs.regression().numbers(1).hidden(1 << 16, Activation.RELU).learner();
        LearnerState state = learner.init("k");
        AtRest atRest = new AtRest(learner);
        List<Example> rows = Collections.nCopies(4097, Example.of(0, 1, 1));

        assertThat(atRest.mostRows()).isEqualTo(4096);
        assertThatThrownBy(() -> atRest.step(state, rows, 0, 4097, new float[4097], new double[4097]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a batch of this model must have at most 4096 rows, since its widest layer or input has"
                        + " 65536 columns: got 4097: use smaller batches");
        assertThat(state.predicted()).isZero();
    }

    @Test
    void aStateWithAnOpenBatchIsRefusedAndStaysAsItWas() {
        LearnerSpec spec = Specs.regression().numbers(1).batch(4).build();
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");
        learner.observe(state, Example.of(0, 1, 1));
        byte[] before = new SnapshotCodec(learner).encode(state);
        List<Example> rows = List.of(Example.of(1, 1, 1));

        assertThatThrownBy(() -> new AtRest(learner).step(state, rows, 0, 1, new float[1], new double[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without an open batch: got 1");
        assertThat(new SnapshotCodec(learner).encode(state)).isEqualTo(before);
    }

    @Test
    void aRowThatDoesNotFitIsRefusedBeforeAnyOfItsBatchCounts() {
        Learner learner = Specs.regression().numbers(1).learner();
        LearnerState state = learner.init("k");
        List<Example> rows = List.of(Example.of(1, 1, 1), Example.of(2, 1, 1, 2));

        assertThatThrownBy(() -> new AtRest(learner).step(state, rows, 0, 2, new float[2], new double[2]))
                .hasMessageContaining("has 2 numbers, the model takes 1");
        assertThat(state.predicted() + state.open()).isZero();
    }

    @Test
    void adaptingMovesTheScalersAndNothingElse() {
        Learner learner = Specs.regression().numbers(1, Scaling.STANDARD).learner();
        LearnerState state = learner.init("k");

        new AtRest(learner).adapt(state, Example.of(0, 1, 6));

        assertThat(Map.of("predicted", state.predicted(), "step", state.step()))
                .isEqualTo(Map.of("predicted", 0L, "step", 0L));
        assertThat(state.encoderStats).startsWith(1.0, 6.0);
        assertThat(state.parameters()).isEqualTo(learner.init("k").parameters());
    }
}
