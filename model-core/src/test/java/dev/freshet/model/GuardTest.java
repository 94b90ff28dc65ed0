package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.encode.Scaling;
import dev.freshet.model.optim.Optimizers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Law 4: bad numbers never reach the weights, and the example to blame is named. */
class GuardTest {

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @Test
    void aBatchWithANonFiniteGradientLeavesTheModelAsItWas() {
        Learner learner = Specs.regression()
                .numbers(1)
                .batch(3)
                .optimizer(Optimizers.adam(0.01))
                .learner();
        LearnerState state = learner.init("k");
        for (int i = 0; i < 3; i++) {
            learner.observe(state, Example.of(i, 1, i));
        }
        LearnerState before = state.copy();

        learner.observe(state, Example.of(3, 1e30, 1));
        learner.observe(state, new Example(new double[] {1}, new long[0], 1e300, 1, 0, 7, 44));
        Outcome outcome = learner.observe(state, Example.of(5, 1, 1));

        assertThat(outcome.batchesRefused()).isEqualTo(1);
        assertThat(outcome.batchesTrained()).isZero();
        assertThat(outcome.blamedPartition()).isEqualTo(7);
        assertThat(outcome.blamedOffset()).as("the first that is not finite").isEqualTo(44);
        assertRefused(state, before, 3);
    }

    @Test
    void anUpdateThatOverflowsInTheOptimizerLeavesTheModelAsItWas() {
        Learner learner = Specs.regression()
                .numbers(1)
                .batch(1)
                .optimizer(Optimizers.momentum(1e38, 0.9))
                .learner();
        LearnerState state = learner.init("k");
        learner.observe(state, Example.of(0, 1e-38, 0));
        assertThat(state.step()).isEqualTo(1);
        assertThat(state.weights.slots[0]).as("there is something to lose").isNotEqualTo(new float[2]);
        LearnerState before = state.copy();

        Outcome outcome = learner.observe(state, Example.of(1, 1e4, 0));

        assertThat(outcome.batchesRefused()).isEqualTo(1);
        assertThat(outcome.blamedOffset()).isEqualTo(1);
        assertRefused(state, before, 1);
    }

    @Test
    void aGradientBeyondTheLimitIsExplodingAndOneWithinItIsNot() {
        Learner learner = Specs.regression()
                .numbers(1)
                .batch(1)
                .optimizer(Optimizers.sgd(1e-30))
                .learner();
        LearnerState state = learner.init("k");

        assertThat(learner.observe(state, Example.of(0, 0x1p59, 0)).batchesTrained())
                .isEqualTo(1);
        assertThat(learner.observe(state, Example.of(1, 0x1.01p59, 0)).batchesRefused())
                .isEqualTo(1);
    }

    @Test
    void learningGoesOnAfterARefusal() {
        Learner learner = Specs.regression().numbers(1).batch(2).learner();
        LearnerState state = learner.init("k");
        learner.observe(state, Example.of(0, 1e300, 1));
        learner.observe(state, Example.of(1, 1, 1));
        assertThat(state.refused()).isEqualTo(2);

        for (int i = 2; i < 400; i++) {
            learner.observe(state, Example.of(i, 3 * (i % 5) - 1, i % 5));
        }

        assertThat(state.trained()).isEqualTo(398);
        assertThat(learner.observe(state, Example.of(400, Double.NaN, 2)).prediction()[0])
                .isBetween(4.9f, 5.1f);
    }

    /** The oracle takes each example's gradient on its own and compares their norms. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theLargestGradientOfAnExplodingBatchIsBlamed(long seed) {
        Gen gen = new Gen(seed);
        LearnerSpec spec = Specs.regression()
                .hidden(3, Activation.TANH)
                .numbers(2)
                .batch(6)
                .build();
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");
        DoubleNetwork oracle =
                new DoubleNetwork(spec.network(), 2, spec.loss(), DoubleNetwork.widened(state.weights.params));
        List<Example> stream = new ArrayList<>();
        double largest = 0;
        long expected = -1;
        for (int i = 0; i < 6; i++) {
            double[] x = {(float) gen.normal(), (float) gen.normal()};
            double label = (gen.chance(0.5) ? -1 : 1) * gen.between(1e20, 1e21);
            double weight = gen.between(1, 3);
            double norm = weight * norm(oracle.gradient(x, label));
            if (norm > largest) {
                largest = norm;
                expected = 100L + i;
            }
            stream.add(new Example(x, new long[0], label, weight, 0, 2, 100 + i));
        }

        stream.subList(0, 5).forEach(example -> learner.observe(state, example));
        Outcome outcome = learner.observe(state, stream.get(5));

        assertThat(state.refused()).isEqualTo(6);
        assertThat(outcome.blamedPartition()).isEqualTo(2);
        assertThat(outcome.blamedOffset()).isEqualTo(expected);
    }

    @Test
    void aPredictionThatOverflowsIsNeutralAndItsExampleIsRefused() {
        Learner learner = Specs.classes(4).numbers(1).batch(1).learner();
        LearnerState state = learner.init("k");
        LearnerState before = state.copy();

        Outcome outcome = learner.observe(state, Example.of(0, 1, 1e308));

        assertThat(outcome.finite()).isFalse();
        assertThat(outcome.prediction()).containsOnly(0.25f);
        assertThat(outcome.loss()).isEqualTo(Math.log(4), within(1e-12));
        assertThat(outcome.batchesTrained() + outcome.batchesRefused()).isZero();
        assertThat(state.refused()).isEqualTo(1);
        assertThat(state.open()).isZero();
        assertThat(state.weights.params).isEqualTo(before.weights.params);
    }

    @Test
    void theNeutralPredictionOfANumberIsZero() {
        Learner learner = Specs.regression().numbers(1).learner();

        Outcome outcome = learner.observe(learner.init("k"), Example.of(0, Double.NaN, Double.POSITIVE_INFINITY));

        assertThat(outcome.finite()).isFalse();
        assertThat(outcome.prediction()).containsExactly(0);
    }

    @Test
    void theNeutralPredictionOfOneSigmoidIsAHalfForEachClass() {
        Learner learner = Specs.binary().numbers(1).learner();

        Outcome outcome = learner.observe(learner.init("k"), Example.of(0, 1, 1e308));

        assertThat(outcome.prediction()).containsExactly(0.5f, 0.5f);
    }

    /** tanh makes 1 of an infinite input, so that the prediction alone would not show it. */
    @Test
    void anOverflowThatASaturatedLayerHidesIsRefusedAloneToo() {
        Learner learner = Specs.regression()
                .hidden(2, Activation.TANH)
                .numbers(1)
                .batch(2)
                .learner();
        LearnerState state = learner.init("k");

        learner.observe(state, Example.of(0, 1, 1));
        assertThat(learner.observe(state, Example.of(1, 1, 1e308)).finite()).isFalse();
        learner.observe(state, Example.of(2, 1, 1));

        assertThat(state.refused()).isEqualTo(1);
        assertThat(state.trained()).isEqualTo(2);
    }

    @Test
    void aHugeInputUnderStandardScalingIsSurvivedWithFiniteStatistics() {
        Learner learner = Specs.binary().numbers(1, Scaling.STANDARD).batch(2).learner();
        LearnerState state = learner.init("k");
        double[] inputs = {1, 2, 1e308, -1e308, Double.POSITIVE_INFINITY, 3, Double.NEGATIVE_INFINITY, 1};

        for (int i = 0; i < inputs.length; i++) {
            assertThat(learner.observe(state, Example.of(i, i % 2, inputs[i])).finite())
                    .isTrue();
        }

        assertThat(state.step()).isEqualTo(4);
        for (double statistic : state.encoderStats) {
            assertThat(statistic).isFinite();
        }
    }

    private static void assertRefused(LearnerState state, LearnerState before, int refused) {
        assertThat(state.weights.params).isEqualTo(before.weights.params);
        assertThat(state.weights.slots).isDeepEqualTo(before.weights.slots);
        assertThat(state.step()).isEqualTo(before.step());
        assertThat(state.trained()).isEqualTo(before.trained());
        assertThat(state.refused()).isEqualTo(before.refused() + refused);
        assertThat(state.open()).isZero();
        assertThat(state.fingerprint()).isNotEqualTo(before.fingerprint());
    }

    private static double norm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
