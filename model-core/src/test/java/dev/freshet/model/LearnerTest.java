package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.drift.Adwin;
import dev.freshet.model.drift.DriftLevel;
import dev.freshet.model.encode.SparseInput;
import dev.freshet.model.eval.Views;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LearnerTest {

    @Test
    void aNewKeyHasSeenNothing() {
        Learner learner = Specs.classes(3).hidden(4, Activation.RELU).numbers(2).learner();
        LearnerState state = learner.init("k");

        assertThat(state.key()).isEqualTo("k");
        assertThat(state.parameters())
                .hasSize(learner.parameterCount())
                .hasSize(4 * 2 + 4 + 3 * 4 + 3)
                .isEqualTo(learner.init("other").parameters());
        assertThat(state.predicted() + state.step() + state.open()).isZero();
        assertThat(learner.evaluation().count(learner.metrics(state))).isZero();
        assertThat(learner.drift(state)).isNull();
    }

    @Test
    void theSeedChoosesTheFirstWeights() {
        Specs specs = Specs.regression().numbers(2);

        assertThat(specs.seed(1).learner().init("k").parameters())
                .isNotEqualTo(specs.seed(2).learner().init("k").parameters());
    }

    @Test
    void theParametersHandedOutAreACopy() {
        LearnerState state = Specs.regression().numbers(1).learner().init("k");
        float[] before = state.parameters();

        state.parameters()[0] = 77;

        assertThat(state.parameters()).isEqualTo(before);
    }

    @Test
    void oneSigmoidGivesBothProbabilities() {
        Learner learner = Specs.binary().numbers(1).learner();
        LearnerState state = learner.init("k");
        state.weights.params[0] = 2;

        Outcome sure = learner.observe(state, Example.of(0, 1, 1));
        assertThat(sure.prediction()).containsExactly(1 - FloatMath.sigmoid(2), FloatMath.sigmoid(2));
        assertThat(sure.predictedClass()).isEqualTo(1);
        assertThat(learner.observe(state, Example.of(1, 1, -1)).predictedClass())
                .isZero();
        assertThat(learner.observe(state, Example.of(2, 1, 0)).predictedClass())
                .as("the first of equals")
                .isZero();
    }

    @Test
    void metricsAreDueWheneverAWindowOfLabelsHasFilled() {
        Learner learner =
                Specs.regression().numbers(1).metrics(new Views(3, 0.9)).learner();
        LearnerState state = learner.init("k");
        StringBuilder due = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            double label = i == 1 ? Double.NaN : 1;
            due.append(learner.observe(state, Example.of(i, label, 1)).metricsDue() ? 'x' : '.');
        }

        assertThat(due).hasToString("...x..x.");
    }

    @Test
    void anExampleWithoutALabelLeavesTheDriftLevelAsItWas() {
        Learner learner = Specs.regression()
                .numbers(1)
                .detector(new Adwin(0.002, 1, 5, 5, 10))
                .learner();
        LearnerState state = learner.init("k");
        int event = 0;
        while (learner.observe(state, Example.of(event, event < 50 ? 0 : 1000, 0))
                        .drift()
                == DriftLevel.NONE) {
            assertThat(event++).isLessThan(100);
        }

        Outcome blind = learner.observe(state, Example.of(200, Double.NaN, 0));
        assertThat(blind.drift()).isEqualTo(DriftLevel.DRIFT);
        assertThat(blind.driftChanged()).isFalse();

        Outcome next = learner.observe(state, Example.of(201, 1000, 0));
        assertThat(next.drift()).isEqualTo(DriftLevel.NONE);
        assertThat(next.driftChanged()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void anExampleThatDoesNotFitIsRefusedBeforeItChangesAnything(Specs specs, Example misfit, String problem) {
        Learner learner = specs.learner();
        SnapshotCodec codec = new SnapshotCodec(learner);
        LearnerState state = learner.init("k");
        byte[] before = codec.encode(state);

        assertThatThrownBy(() -> learner.observe(state, misfit))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("example " + problem + " (partition 0, offset 9)");

        assertThat(codec.encode(state)).isEqualTo(before);
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                Arguments.of(Specs.binary().numbers(2), Example.of(9, 1, 1), "has 1 numbers, the model takes 2"),
                Arguments.of(
                        Specs.binary().numbers(1),
                        Example.of(9, 1, 1).withTexts("a", null),
                        "has 2 texts, the model takes 0"),
                Arguments.of(
                        Specs.binary().encoder(new SparseInput(5)),
                        Example.of(9, 1).withSparse(new int[] {4, 5}, new float[] {1, 1}),
                        "has the sparse index 5, the model takes [0, 5)"),
                Arguments.of(
                        Specs.binary().encoder(new SparseInput(5)),
                        Example.of(9, 1).withSparse(new int[] {-1}, new float[] {1}),
                        "has the sparse index -1, the model takes [0, 5)"),
                Arguments.of(
                        Specs.binary().numbers(1).category(2),
                        Example.of(9, 1, 1),
                        "has 0 categories, the model takes 1"),
                Arguments.of(
                        Specs.binary().numbers(1),
                        Example.of(9, 2, 1),
                        "has label 2.0, the model takes a class in [0, 2)"),
                Arguments.of(
                        Specs.binary().numbers(1),
                        Example.of(9, -1, 1),
                        "has label -1.0, the model takes a class in [0, 2)"),
                Arguments.of(
                        Specs.classes(3).numbers(1),
                        Example.of(9, 0.5, 1),
                        "has label 0.5, the model takes a class in [0, 3)"),
                Arguments.of(
                        Specs.regression().numbers(1),
                        Example.of(9, Double.NEGATIVE_INFINITY, 1),
                        "has label -Infinity, the model takes a finite number"));
    }

    @Test
    void aModelTooLargeForItsArraysIsRefused() {
        assertThatThrownBy(() -> Specs.regression()
                        .category(65_536)
                        .hidden(8192, Activation.RELU)
                        .learner())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("network must have at most 268435455 parameters: got 536879104 up to layer 1");
        assertThatThrownBy(
                        () -> Specs.regression().category(65_536).batch(65_536).learner())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("learner must hold at most 268435456 floats in its open batch: got 4294967296");
    }

    @Test
    void aTimeBeyondAllOthersClosesABatchByItsAge() {
        Learner learner = Specs.regression().numbers(1).batch(9, 10).learner();
        LearnerState state = learner.init("k");
        learner.observe(state, Example.of(0, 1, 1).withTime(-5_000_000_000_000_000_000L));

        learner.observe(state, Example.of(1, 1, 1).withTime(5_000_000_000_000_000_000L));

        assertThat(state.step()).isEqualTo(1);
    }
}
