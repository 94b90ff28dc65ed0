package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.optim.Optimizers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DropoutTest {
    private static final int N = 100_000;

    @Test
    void aShareOfTheNumbersIsDroppedAndTheOthersKeepTheMean() {
        for (double rate : new double[] {0.1, 0.25, 0.5, 0.9}) {
            float[] mask = mask(new Dropout(rate), 7);
            int dropped = 0;
            double sum = 0;
            for (float m : mask) {
                dropped += m == 0 ? 1 : 0;
                sum += m;
                assertThat(m == 0 || m == (float) (1 / (1 - rate))).isTrue();
            }
            assertThat((double) dropped / N).isBetween(rate - 0.005, rate + 0.005);
            assertThat(sum / N).isBetween(0.95, 1.05);
        }
    }

    @Test
    void aRateOfZeroDropsNothing() {
        assertThat(mask(new Dropout(0), 7)).containsOnly(1);
    }

    @Test
    void aSeedDropsTheSameAndAnotherSeedOthers() {
        float[] mask = mask(new Dropout(0.5), 7);

        assertThat(mask(new Dropout(0.5), 7)).isEqualTo(mask);
        int same = 0;
        float[] other = mask(new Dropout(0.5), 8);
        for (int i = 0; i < N; i++) {
            same += mask[i] == other[i] ? 1 : 0;
        }
        assertThat(same).isBetween(N / 2 - 1000, N / 2 + 1000);
    }

    /** So that a row's mask is its own, however many rows the batch has. */
    @Test
    void aLongerMaskBeginsWithTheShorter() {
        float[] few = new float[10];
        new Dropout(0.5).fill(few, 10, 7);

        assertThat(Arrays.copyOf(mask(new Dropout(0.5), 7), 10)).isEqualTo(few);
    }

    @Test
    void aPredictionDropsNothing() {
        LearnerSpec dropping = spec(new Dropout(0.9));
        Learner plain = new Learner(Specs.regression()
                .numbers(3)
                .hidden(4, Activation.TANH)
                .batch(100)
                .seed(3)
                .build());
        Learner learner = new Learner(dropping);
        LearnerState state = learner.init("k");
        LearnerState same = plain.init("k");

        for (int i = 0; i < 5; i++) {
            Example example = Example.of(i, 1, i, 1, -1);
            float found = learner.observe(state, example).prediction()[0];
            assertThat(found).isEqualTo(plain.observe(same, example).prediction()[0]);
        }
    }

    @Test
    void anotherKeySeedOrStepDropsOthers() {
        Learner learner =
                new Learner(spec(new Dropout(0.5)).toBuilder().batch(8).build());
        Learner reseeded =
                new Learner(spec(new Dropout(0.5)).toBuilder().batch(8).seed(4).build());

        float[] one = firstGradient(learner, learner.init("k"));
        LearnerState later = learner.init("k");
        later.step = 1;
        LearnerState otherSeed = reseeded.init("k");
        otherSeed.weights.params = learner.init("k").weights.params;

        assertThat(firstGradient(learner, learner.init("k"))).isEqualTo(one);
        assertThat(firstGradient(learner, learner.init("other"))).isNotEqualTo(one);
        assertThat(firstGradient(learner, later)).isNotEqualTo(one);
        assertThat(firstGradient(reseeded, otherSeed)).isNotEqualTo(one);
    }

    @Test
    void everyRowOfABatchHasAMaskOfItsOwn() {
        Learner learner =
                new Learner(spec(new Dropout(0.5)).toBuilder().batch(2).build());
        Network network = learner.network();
        Pass pass = new Pass(network);
        float[][] predicted = new Batch(network).activation;

        pass.run(learner.init("k").weights.params, predicted, 2, 9);

        float[] mask = pass.mask(1);
        assertThat(Arrays.copyOfRange(mask, 0, 4)).isNotEqualTo(Arrays.copyOfRange(mask, 4, 8));
    }

    private static LearnerSpec spec(Dropout dropout) {
        return Specs.regression()
                .numbers(3)
                .hidden(4, Activation.TANH)
                .layer(dropout)
                .batch(100)
                .seed(3)
                .optimizer(Optimizers.momentum(1e-3, 0.9))
                .build();
    }

    /** The slot of momentum holds exactly the gradient after one step. */
    private static float[] firstGradient(Learner learner, LearnerState state) {
        for (int i = 0; i < 8; i++) {
            learner.observe(state, Example.of(i, 1, i, 1, -1));
        }
        return state.weights.slots[0];
    }

    private static float[] mask(Dropout dropout, long seed) {
        float[] mask = new float[N];
        dropout.fill(mask, N, seed);
        return mask;
    }
}
