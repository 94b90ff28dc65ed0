package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchFiniteTest {
    private static final int INPUTS = 30;
    private static final float[] JUNK = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};

    private final Gen gen = new Gen(3);

    @ParameterizedTest
    @EnumSource
    void anInputThatIsNotFiniteIsSeenWhateverTheOneLayerMakesOfIt(Activation activation) {
        for (int round = 0; round < 300; round++) {
            float junk = JUNK[round % JUNK.length];
            float[] weights = {0, 1, -1, 1e-30f, (float) gen.normal()};

            Batch batch = forward(activation, 1 + round % 4, weights, gen.below(INPUTS), junk);

            assertThat(batch.isFinite(0)).as("%s in %s", junk, activation).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowOfNumbersIsFiniteEvenAtAnActivationsLimits(Activation activation) {
        for (float input : new float[] {0, 1, -1, 20, -20, 60, -60}) {
            Batch batch = forward(activation, 2, new float[] {0, 1, -1}, 0, input);

            assertThat(batch.isFinite(0)).as("%s in %s", input, activation).isTrue();
        }
    }

    /** A batch of one row of zeros but for one input, through one layer whose weights are drawn from {@code weights}. */
    private Batch forward(Activation activation, int units, float[] weights, int at, float input) {
        Network network = new Network(Sequential.of(new Dense(units, activation)), INPUTS);
        float[] params = new float[network.parameterCount()];
        for (int i = 0; i < params.length; i++) {
            params[i] = weights[gen.below(weights.length)];
        }
        Batch batch = new Batch(network);
        batch.activation[0][at] = input;
        network.forward(params, batch.activation, 0, 1);
        return batch;
    }
}
