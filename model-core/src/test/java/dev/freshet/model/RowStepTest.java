package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.encode.Scaling;
import dev.freshet.model.optim.Optimizers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowStepTest {

    /** A limit of the gradient's norm that nothing reaches has the trainer go its own way. */
    @Test
    void theShortWayEndsAtTheBitsOfTheLongOneWhateverComes() {
        for (int seed = 0; seed < 300; seed++) {
            Gen gen = new Gen(seed);
            Specs specs = gen.chance(0.5) ? Specs.binary() : Specs.regression();
            specs.numbers(gen.between(1, 40), gen.pick(Scaling.NONE, Scaling.STANDARD))
                    .optimizer(Optimizers.sgd(gen.pick(0.01, 1e30)))
                    .batch(1);
            Learner shortWay = specs.learner();
            Learner longWay =
                    specs.guard(new Guard(0x1p100, Double.POSITIVE_INFINITY, 1)).learner();
            LearnerState fast = shortWay.init("k");
            LearnerState slow = longWay.init("k");

            for (Example example : Streams.random(gen, shortWay.spec(), 100)) {
                Guard.Refusal refusal = shortWay.observe(fast, example).refusal();

                assertThat(longWay.observe(slow, example).refusal())
                        .as("seed " + seed)
                        .isEqualTo(refusal);
            }
            assertThat(fast.parameters()).as("seed " + seed).isEqualTo(slow.parameters());
            assertThat(fast.trained()).isEqualTo(slow.trained());
            assertThat(fast.refused()).isEqualTo(slow.refused());
        }
    }

    @Test
    void aKeyThatBeganAtAPriorIsDrawnBackAllTheSame() {
        Gen gen = new Gen(1);
        Specs specs = Specs.binary().numbers(20).batch(1);
        LearnerSpec plain = specs.build();
        LearnerSpec guarded =
                specs.guard(new Guard(0x1p100, Double.POSITIVE_INFINITY, 1)).build();
        Learner teacher = new Learner(plain);
        LearnerState taught = teacher.init("prior");
        Streams.plain(gen, plain, 40).forEach(example -> teacher.observe(taught, example));
        byte[] prior = new SnapshotCodec(teacher).encode(taught);
        List<Example> examples = Streams.plain(gen, plain, 40);

        assertThat(parameters(plain, prior, 30, examples)).isEqualTo(parameters(guarded, prior, 30, examples));
        assertThat(parameters(plain, prior, 30, examples)).isNotEqualTo(parameters(plain, prior, 0, examples));
    }

    private static float[] parameters(LearnerSpec spec, byte[] prior, double shrinkage, List<Example> examples) {
        Learner learner = new Learner(spec, Prior.of(spec, prior, shrinkage));
        LearnerState state = learner.init("k");
        examples.forEach(example -> learner.observe(state, example));
        return state.parameters();
    }

    @Test
    void onlyOneOutputUnderPlainDescentIsThatSimple() {
        assertThat(rowStep(Specs.binary())).isNotNull();
        assertThat(rowStep(Specs.regression())).isNotNull();
        assertThat(rowStep(Specs.classes(2))).isNull();
        assertThat(rowStep(Specs.binary().hidden(1, Activation.TANH))).isNull();
        assertThat(rowStep(Specs.binary().layer(new Dropout(0.5)))).isNull();
        assertThat(rowStep(Specs.binary().optimizer(Optimizers.momentum(0.1, 0.9))))
                .isNull();
        assertThat(rowStep(Specs.binary().guard(new Guard(1, 2, 1)))).isNull();
        assertThat(rowStep(Specs.binary().last(new Dense(1, Activation.SIGMOID).withL2(0.1))))
                .isNull();
        assertThat(rowStep(Specs.regression(Activation.TANH))).isNull();
    }

    private static @Nullable RowStep rowStep(Specs specs) {
        LearnerSpec spec = specs.numbers(2).build();
        return RowStep.of(Network.of(spec), spec.loss(), spec.optimizer(), spec.guard());
    }
}
