package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.loss.Losses;
import dev.freshet.model.optim.Optimizers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A weight counts an example so often within its batch; a class weight makes it count more than its batch's others. */
class ExampleWeightTest {

    static Stream<Specs> specs() {
        return Stream.of(
                Specs.regression(),
                Specs.regression().loss(Losses.meanAbsoluteError()),
                Specs.regression().loss(Losses.huber(0.5)),
                Specs.regression().loss(Losses.quantile(0.2)),
                Specs.regression(Activation.EXPONENTIAL).loss(Losses.poisson()),
                Specs.binary().loss(Losses.binaryCrossEntropy(0.1)),
                Specs.classes(3),
                Specs.classes(3).loss(Losses.classWeighted(Losses.categoricalCrossEntropy(0.1), 1, 2, 3)),
                Specs.scores(2, 1),
                Specs.scores(3, 3));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void aWeightOfThreeActsAsTheExampleThreeTimes(Specs specs) {
        specs.numbers(2).hidden(4, Activation.TANH).optimizer(Optimizers.sgd(0.5));
        float[] weighted = after(specs.batch(2).build(), Stream.of(example(0, 1, 3), example(1, 0, 1)));
        float[] repeated = after(
                specs.batch(4).build(),
                Stream.of(example(0, 1, 1), example(0, 1, 1), example(0, 1, 1), example(1, 0, 1)));
        float[] plain = after(specs.batch(2).build(), Stream.of(example(0, 1, 1), example(1, 0, 1)));

        for (int i = 0; i < weighted.length; i++) {
            assertThat(weighted[i]).isEqualTo(repeated[i], within(1e-6f));
        }
        assertThat(weighted).isNotEqualTo(plain);
    }

    @Test
    void aWeightAloneInItsBatchChangesNothingAndAClassWeightDoes() {
        LearnerSpec spec = Specs.binary().numbers(2).batch(1).build();
        LearnerSpec doubled = Specs.binary()
                .numbers(2)
                .batch(1)
                .loss(Losses.classWeighted(Losses.binaryCrossEntropy(), 1, 2))
                .build();
        float[] begin = new Learner(spec).init("k").parameters();

        float[] plain = after(spec, Stream.of(example(0, 1, 1)));
        float[] weighted = after(spec, Stream.of(example(0, 1, 5)));
        float[] twice = after(doubled, Stream.of(example(0, 1, 1)));

        assertThat(weighted).isEqualTo(plain);
        for (int i = 0; i < begin.length; i++) {
            assertThat(twice[i] - begin[i]).isEqualTo(2 * (plain[i] - begin[i]), within(1e-6f));
        }
    }

    @Test
    void aHingesPredictionIsItsSquashedScores() {
        Learner one = Specs.scores(2, 1).numbers(2).learner();
        Learner many = Specs.scores(3, 3).numbers(2).learner();
        float[] binary = one.observe(one.init("k"), example(0, Double.NaN, 1)).prediction();
        float[] classes =
                many.observe(many.init("k"), example(0, Double.NaN, 1)).prediction();

        float score =
                0.5f * one.init("k").parameters()[0] - 1.5f * one.init("k").parameters()[1];
        assertThat(binary[1]).isEqualTo(FloatMath.sigmoid(score), within(1e-6f));
        assertThat(binary[0] + binary[1]).isEqualTo(1, within(1e-6f));
        assertThat(classes[0] + classes[1] + classes[2]).isEqualTo(1, within(1e-6f));
    }

    @Test
    void aLabelThatTheLossCannotTakeIsRefusedAlone() {
        Learner learner = Specs.regression(Activation.EXPONENTIAL)
                .loss(Losses.poisson())
                .numbers(2)
                .batch(2)
                .learner();
        LearnerState state = learner.init("k");

        Stream.of(example(0, 1, 1), example(1, -1, 1), example(2, 3, 1)).forEach(e -> learner.observe(state, e));

        assertThat(state.refused()).isEqualTo(1);
        assertThat(state.trained()).isEqualTo(2);
    }

    private static float[] after(LearnerSpec spec, Stream<Example> examples) {
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");
        examples.forEach(example -> learner.observe(state, example));
        assertThat(state.step()).isEqualTo(1);
        return state.parameters();
    }

    private static Example example(long offset, double label, double weight) {
        double[] x = {0.5 - offset, -1.5 + 2 * offset};
        return new Example(x, new long[0], label, weight, offset, 0, offset);
    }
}
