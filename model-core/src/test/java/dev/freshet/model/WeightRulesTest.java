package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.optim.Optimizers;
import org.junit.jupiter.api.Test;

class WeightRulesTest {

    @Test
    void aPenaltyPullsEveryWeightTowardsZeroAndNoBias() {
        Dense dense = new Dense(2, Activation.LINEAR).withL1(0.5).withL2(0.25);
        WeightRules rules = rules(2, new Dense(2, Activation.LINEAR), dense);
        float[] params = {9, 9, 9, 9, 9, 9, 3, -3, 0, 2, 7, -7};
        float[] gradient = new float[12];
        gradient[6] = 1;

        rules.penalise(params, gradient);

        assertThat(gradient).containsExactly(0, 0, 0, 0, 0, 0, 1 + 0.5f + 1.5f, -2, 0, 1.5f, 0, 0);
    }

    @Test
    void aUnitsIncomingWeightsAreScaledDownToTheMaxNormAndShorterOnesStay() {
        WeightRules rules = rules(2, new Dense(3, Activation.LINEAR).withMaxNorm(2.5));
        float[] params = {3, 1, 0, 4, 2, 0, 9, 9, 9};

        rules.constrain(params);

        assertThat(params).containsExactly(1.5f, 1, 0, 2, 2, 0, 9, 9, 9);
    }

    @Test
    void weightsBeyondTheSquareRootOfFloat32AreBoundToo() {
        WeightRules rules = rules(1, new Dense(1, Activation.LINEAR).withMaxNorm(1));
        float[] params = {-Float.MAX_VALUE, 9};

        rules.constrain(params);

        assertThat(params[0]).isEqualTo(-1, within(1e-6f));
    }

    @Test
    void noStepLeavesAUnitLongerThanItsMaxNorm() {
        Learner learner = Specs.regression()
                .numbers(3)
                .layer(new Dense(4, Activation.TANH).withMaxNorm(0.5))
                .optimizer(Optimizers.sgd(3))
                .batch(1)
                .learner();
        LearnerState state = learner.init("k");
        Gen gen = new Gen(1);

        boolean bound = false;
        for (int i = 0; i < 50; i++) {
            learner.observe(state, Example.of(i, gen.normal(), gen.normal(), gen.normal(), gen.normal()));
            for (int unit = 0; unit < 4; unit++) {
                double norm = 0;
                for (int input = 0; input < 3; input++) {
                    norm = Math.hypot(norm, state.weights.params[4 * input + unit]);
                }
                assertThat(norm).isLessThan(0.5 * (1 + 1e-6));
                bound |= norm > 0.5 * (1 - 1e-6);
            }
        }
        assertThat(bound).isTrue();
    }

    private static WeightRules rules(int inputs, Dense... layers) {
        return new WeightRules(new Network(Sequential.of(layers), inputs));
    }
}
