package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.encode.Scaling;
import dev.freshet.model.optim.Optimizers;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a batch waits for, what closes it, and what it learns from. */
class BatchLawsTest {

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aLabelMattersToNoPredictionBeforeItsBatchCloses(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.classes(3)
                .hidden(4, Activation.TANH)
                .numbers(2, Scaling.STANDARD)
                .batch(6)
                .build();
        Learner learner = new Learner(spec);
        LearnerState one = learner.init("k");
        LearnerState other = learner.init("k");
        int differing = 0;

        for (Example example : Streams.plain(gen, spec, 60)) {
            float[] expected = learner.observe(one, example).prediction().clone();
            Example relabelled = Streams.relabelled(example, (example.label() + 1) % 3);
            float[] found = learner.observe(other, relabelled).prediction();
            if (example.offset() < 6) {
                assertThat(found).isEqualTo(expected);
            } else if (found[0] != expected[0]) {
                differing++;
            }
        }

        assertThat(differing).as("after the first batch labels do matter").isGreaterThan(40);
    }

    @Test
    void aBatchClosesOnTheExampleThatFillsIt() {
        Learner learner = Specs.regression().numbers(1).batch(3).learner();
        LearnerState state = learner.init("k");

        assertThat(closed(learner, state, at(0))).isZero();
        assertThat(closed(learner, state, at(1))).isZero();
        assertThat(closed(learner, state, at(2))).isEqualTo(1);
        assertThat(closed(learner, state, at(3))).isZero();
        assertThat(state.trained()).isEqualTo(3);
        assertThat(state.open()).isEqualTo(1);
    }

    @Test
    void aBatchClosesBeforeAnExampleMoreThanItsAgeYoungerThanItsFirst() {
        Learner learner = Specs.regression().numbers(1).batch(100, 50).learner();
        LearnerState state = learner.init("k");

        assertThat(closed(learner, state, at(1000))).isZero();
        assertThat(closed(learner, state, at(1050))).isZero();
        float[] before = state.parameters();
        Outcome outcome = learner.observe(state, at(1051));

        assertThat(outcome.batchesTrained()).isEqualTo(1);
        assertThat(outcome.step())
                .as("the younger example is predicted after the batch")
                .isEqualTo(1);
        assertThat(state.parameters()).isNotEqualTo(before);
        assertThat(state.trained()).isEqualTo(2);
        assertThat(state.open()).isEqualTo(1);
    }

    @Test
    void ageIsCountedFromTheFirstExampleThatWaitsAndSurvivesASnapshot() {
        Learner learner = Specs.regression().numbers(1).batch(100, 50).learner();
        SnapshotCodec codec = new SnapshotCodec(learner);
        LearnerState state = learner.init("k");
        learner.observe(state, Streams.relabelled(at(900), Double.NaN));
        learner.observe(state, at(1000));
        LearnerState restored = codec.decode(codec.encode(state));

        assertThat(closed(learner, restored, at(1050))).isZero();
        assertThat(closed(learner, restored, at(1051))).isEqualTo(1);
    }

    @Test
    void anUnlabelledExampleClosesAnOldBatchToo() {
        Learner learner = Specs.regression().numbers(1).batch(100, 50).learner();
        LearnerState state = learner.init("k");
        learner.observe(state, at(1000));

        assertThat(closed(learner, state, Streams.relabelled(at(2000), Double.NaN)))
                .isEqualTo(1);
        assertThat(state.open()).isZero();
    }

    @Test
    void anExampleOlderThanTheFirstClosesNothing() {
        Learner learner = Specs.regression().numbers(1).batch(100, 50).learner();
        LearnerState state = learner.init("k");
        learner.observe(state, at(1000));

        assertThat(closed(learner, state, at(1))).isZero();
    }

    @Test
    void theEndOfAStreamLeavesTheOpenBatchWaiting() {
        Learner learner = Specs.regression().numbers(1).batch(4).learner();
        LearnerState state = learner.init("k");
        for (int i = 0; i < 7; i++) {
            learner.observe(state, at(i));
        }

        assertThat(state.step()).isEqualTo(1);
        assertThat(state.open()).isEqualTo(3);
    }

    @Test
    void unlabelledAndWeightlessExamplesAreScoredAndNeverLearnedFrom() {
        Learner learner = Specs.regression().numbers(1).batch(1).learner();
        LearnerState state = learner.init("k");
        float[] before = state.parameters();

        Outcome blind = learner.observe(state, Example.of(0, Double.NaN, 2));
        assertThat(blind.labelled()).isFalse();
        assertThat(blind.loss()).isNaN();
        assertThat(blind.prediction()[0]).isEqualTo(2 * before[0]);

        Outcome weightless = learner.observe(state, new Example(new double[] {3}, new long[0], 1, 0, 0, 0, 1));
        assertThat(weightless.labelled()).isTrue();
        assertThat(weightless.loss()).isEqualTo(Math.pow(3 * before[0] - 1, 2), within(1e-6));

        assertThat(state.predicted()).isEqualTo(2);
        assertThat(state.unlabelled()).isEqualTo(2);
        assertThat(learner.evaluation().count(learner.metrics(state))).isEqualTo(1);
        assertThat(state.parameters()).isEqualTo(before);
        assertThat(state.step()).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anExampleOfWeightThreeActsAsThreeExamples(long seed) {
        LearnerSpec weighted = weighing(2);
        LearnerSpec repeated = weighing(4);
        List<Example> two = Streams.plain(new Gen(seed), weighted, 2);
        Learner one = new Learner(weighted);
        Learner other = new Learner(repeated);
        LearnerState byWeight = one.init("k");
        LearnerState byRepeating = other.init("k");

        one.observe(byWeight, ofWeight(two.get(0), 3));
        one.observe(byWeight, ofWeight(two.get(1), 1));
        for (int i : new int[] {0, 0, 0, 1}) {
            other.observe(byRepeating, two.get(i));
        }

        assertThat(byWeight.step()).isEqualTo(1);
        assertThat(byRepeating.step()).isEqualTo(1);
        assertThat(byWeight.parameters()).isNotEqualTo(one.init("k").parameters());
        assertThat(byWeight.parameters()).containsExactly(byRepeating.parameters(), within(2e-7f));
    }

    /** A weight beyond float32 counts as its bound; the sum of such weights must not drown them all. */
    @Test
    void hugeWeightsStillWeigh() {
        Learner learner = Specs.regression()
                .numbers(1)
                .batch(2)
                .optimizer(Optimizers.sgd(0.1))
                .learner();
        LearnerState huge = learner.init("k");
        LearnerState plain = learner.init("k");

        for (int i = 0; i < 2; i++) {
            learner.observe(huge, ofWeight(Example.of(i, 1, i), 1e308));
            learner.observe(plain, Example.of(i, 1, i));
        }

        assertThat(plain.parameters()).isNotEqualTo(learner.init("k").parameters());
        assertThat(huge.parameters()).isEqualTo(plain.parameters());
    }

    @Test
    void aSmallerBatchSizeAfterARestoreClosesTheLongerBatchAtTheNextExample() {
        Specs specs = Specs.regression().numbers(1);
        Learner large = specs.batch(32).learner();
        Learner small = specs.batch(4).learner();
        LearnerState state = large.init("k");
        for (int i = 0; i < 20; i++) {
            large.observe(state, at(i));
        }

        LearnerState restored = new SnapshotCodec(small).decode(new SnapshotCodec(large).encode(state));
        Outcome outcome = small.observe(restored, at(20));

        assertThat(outcome.batchesTrained()).isEqualTo(1);
        assertThat(restored.trained()).isEqualTo(21);
    }

    private static LearnerSpec weighing(int batch) {
        return Specs.classes(3)
                .hidden(4, Activation.TANH)
                .numbers(2)
                .batch(batch)
                .build();
    }

    private static Example ofWeight(Example example, double weight) {
        return new Example(
                example.numbers(),
                example.categories(),
                example.label(),
                weight,
                example.time(),
                example.partition(),
                example.offset());
    }

    private static int closed(Learner learner, LearnerState state, Example example) {
        return learner.observe(state, example).batchesTrained();
    }

    private static Example at(long time) {
        return Example.of(time, 1, 0.5);
    }
}
