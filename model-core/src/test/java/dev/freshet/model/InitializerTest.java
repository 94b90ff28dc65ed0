package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InitializerTest {

    @Test
    void zerosAreZeros() {
        assertThat(filled(Initializer.ZEROS, 9, 1)).containsOnly(0);
    }

    @Test
    void glorotIsUniformWithinTheRootOfSixByTheSumOfWidths() {
        assertUniform(filled(Initializer.GLOROT_UNIFORM, 100, 1), Math.sqrt(6.0 / 200));
    }

    @Test
    void heIsUniformWithinTheRootOfSixByTheInputs() {
        assertUniform(filled(Initializer.HE_UNIFORM, 100, 1), Math.sqrt(6.0 / 100));
    }

    @Test
    void aSeedGivesTheSameBitsAndAnotherSeedOthers() {
        float[] one = filled(Initializer.HE_UNIFORM, 9, 1);

        assertThat(filled(Initializer.HE_UNIFORM, 9, 1)).isEqualTo(one);
        assertThat(filled(Initializer.HE_UNIFORM, 9, 2)).isNotEqualTo(one).doesNotContain(one);
    }

    @Test
    void onlyTheLayersOwnWeightsAreFilled() {
        float[] weights = new float[8];

        Initializer.GLOROT_UNIFORM.fill(weights, 1, 2, 3, 5);

        assertThat(weights[0]).isZero();
        assertThat(weights[7]).isZero();
        for (int i = 1; i < 7; i++) {
            assertThat(weights[i]).isNotZero();
        }
    }

    @Test
    void layersOfOneWidthBeginDifferently() {
        Learner learner = Specs.regression()
                .numbers(4)
                .hidden(4, Activation.TANH)
                .hidden(4, Activation.TANH)
                .learner();
        float[] params = learner.init("k").parameters();

        float[] first = Arrays.copyOfRange(params, 0, 16);
        float[] second = Arrays.copyOfRange(params, 20, 36);
        assertThat(first).doesNotContain(second);
    }

    private static float[] filled(Initializer initializer, int width, long seed) {
        float[] weights = new float[width * width];
        initializer.fill(weights, 0, width, width, seed);
        return weights;
    }

    private static void assertUniform(float[] weights, double limit) {
        int[] tenths = new int[10];
        for (float weight : weights) {
            tenths[(int) Math.floor(5 * (weight / limit + 1))]++;
        }
        for (int count : tenths) {
            assertThat(count).isBetween(weights.length / 10 - 130, weights.length / 10 + 130);
        }
    }
}
