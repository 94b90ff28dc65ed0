package dev.freshet.model.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Each loss at points worked out by hand. */
class LossesTest {

    @Test
    void squaredIsTheMeanOfSquaresOverTheOutputs() {
        Loss loss = Losses.meanSquaredError();

        assertThat(loss.value(new float[] {3}, 0, 1, 1)).isEqualTo(4);
        assertThat(gradient(loss, 1, 3)).containsExactly(4);
        assertThat(loss.value(new float[] {0.5f, 0.25f}, 0, 2, 0)).isEqualTo((0.25 + 0.0625) / 2);
        assertThat(gradient(loss, 0, 0.5f, 0.25f)).containsExactly(-0.5f, 0.25f);
        assertThat(loss.value(new float[] {0}, 0, 1, -1e200)).isEqualTo(1e100);
    }

    @Test
    void absoluteIsTheDistanceAndItsSlopeAUnit() {
        Loss loss = Losses.meanAbsoluteError();

        assertThat(loss.value(new float[] {3}, 0, 1, 5)).isEqualTo(2);
        assertThat(loss.value(new float[] {3}, 0, 1, -1e300)).isEqualTo(1e100);
        assertThat(gradient(loss, 5, 3)).containsExactly(-1);
        assertThat(gradient(loss, 1, 3)).containsExactly(1);
        assertThat(gradient(loss, 3, 3)).containsExactly(0);
    }

    @Test
    void huberIsHalfTheSquareUpToDeltaAndALineBeyond() {
        Loss loss = Losses.huber(2);

        assertThat(loss.value(new float[] {1}, 0, 1, 0)).isEqualTo(0.5);
        assertThat(loss.value(new float[] {2}, 0, 1, 0)).isEqualTo(2);
        assertThat(loss.value(new float[] {0}, 0, 1, 5)).isEqualTo(2 * (5 - 1));
        assertThat(gradient(loss, 0, 1)).containsExactly(1);
        assertThat(gradient(loss, 0, -1.5f)).containsExactly(-1.5f);
        assertThat(gradient(loss, 0, 9)).containsExactly(2);
        assertThat(gradient(loss, 9, 0)).containsExactly(-2);
        assertThat(Losses.huber()).isEqualTo(new Huber(1));
    }

    @Test
    void aQuantileWeighsWhatIsBelowByItsLevel() {
        Loss loss = Losses.quantile(0.75);

        assertThat(loss.value(new float[] {1}, 0, 1, 3)).isEqualTo(1.5);
        assertThat(loss.value(new float[] {3}, 0, 1, 1)).isEqualTo(0.5);
        assertThat(loss.value(new float[] {3}, 0, 1, 3)).isZero();
        assertThat(gradient(loss, 3, 1)).containsExactly(-0.75f);
        assertThat(gradient(loss, 1, 3)).containsExactly(0.25f);
        assertThat(gradient(loss, 3, 3)).containsExactly(0);
    }

    @Test
    void aMarginOfOneIsFreeOfHingeLoss() {
        Loss loss = Losses.hinge();

        assertThat(loss.value(new float[] {1}, 0, 1, 1)).isZero();
        assertThat(loss.value(new float[] {0.25f}, 0, 1, 1)).isEqualTo(0.75);
        assertThat(loss.value(new float[] {0.25f}, 0, 1, 0)).isEqualTo(1.25);
        assertThat(gradient(loss, 1, 0.25f)).containsExactly(-1);
        assertThat(gradient(loss, 0, 0.25f)).containsExactly(1);
        assertThat(gradient(loss, 1, 1)).containsExactly(0);
        assertThat(gradient(loss, 0, -1)).containsExactly(0);
    }

    @Test
    void aHingeOfManyClassesComparesWithTheFirstBestOther() {
        Loss loss = Losses.hinge();

        assertThat(loss.value(new float[] {9, 1, 0.5f, 0.75f}, 1, 3, 1)).isEqualTo(1.5);
        assertThat(gradient(loss, 1, 1, 0.5f, 0.75f)).containsExactly(1, -1, 0);
        assertThat(gradient(loss, 0, 0.5f, 1, 1)).containsExactly(-1, 1, 0);
        assertThat(gradient(loss, 0, 0.5f, 0, 1)).containsExactly(-1, 0, 1);
        assertThat(gradient(loss, 2, 0, 0, 0.5f)).containsExactly(1, 0, -1);
        assertThat(gradient(loss, 2, 0, 0, 1)).containsExactly(0, 0, 0);
        assertThat(loss.value(new float[] {0, 0, 1}, 0, 3, 2)).isZero();
    }

    @Test
    void binaryCrossEntropyIsMinusTheLogarithmOfTheLabelsProbability() {
        Loss loss = Losses.binaryCrossEntropy();

        assertThat(loss.value(new float[] {0.25f}, 0, 1, 1)).isEqualTo(Math.log(4), within(1e-15));
        assertThat(loss.value(new float[] {0.25f}, 0, 1, 0)).isEqualTo(-Math.log(0.75), within(1e-15));
        assertThat(loss.value(new float[] {0}, 0, 1, 1)).isEqualTo(-Math.log(1e-7), within(1e-12));
        assertThat(loss.value(new float[] {1}, 0, 1, 1)).isEqualTo(1e-7, within(1e-12));
        assertThat(gradient(loss, 1, 0.25f)).containsExactly(-0.75f);
        assertThat(gradient(loss, 0, 0.25f)).containsExactly(0.25f);
    }

    @Test
    void smoothingPullsABinaryLabelTowardsOneHalf() {
        Loss loss = Losses.binaryCrossEntropy(0.5);

        assertThat(gradient(loss, 1, 0.75f)).containsExactly(0);
        assertThat(gradient(loss, 0, 0.25f)).containsExactly(0);
        assertThat(loss.value(new float[] {0.5f}, 0, 1, 1)).isEqualTo(Math.log(2), within(1e-15));
        assertThat(loss.value(new float[] {0.25f}, 0, 1, 1))
                .isEqualTo(-0.75 * Math.log(0.25) - 0.25 * Math.log(0.75), within(1e-15));
    }

    @Test
    void categoricalCrossEntropyIsMinusTheLogarithmOfTheLabelsProbability() {
        Loss loss = Losses.categoricalCrossEntropy();

        assertThat(loss.value(new float[] {9, 0.5f, 0.25f, 0.25f}, 1, 3, 1)).isEqualTo(Math.log(4), within(1e-15));
        assertThat(loss.value(new float[] {0, 1, 0}, 0, 3, 0)).isEqualTo(-Math.log(1e-7), within(1e-12));
        assertThat(gradient(loss, 1, 0.5f, 0.25f, 0.25f)).containsExactly(0.5f, -0.75f, 0.25f);
    }

    @Test
    void smoothingSharesAPartOfTheLabelOverAllClasses() {
        Loss loss = Losses.categoricalCrossEntropy(0.5);

        assertThat(gradient(loss, 1, 0.125f, 0.625f, 0.125f, 0.125f)).containsExactly(0, 0, 0, 0);
        assertThat(loss.value(new float[] {0.25f, 0.25f, 0.25f, 0.25f}, 0, 4, 1))
                .isEqualTo(Math.log(4), within(1e-15));
        assertThat(loss.value(new float[] {0.5f, 0.25f, 0.125f, 0.125f}, 0, 4, 1))
                .isEqualTo(-0.625 * Math.log(0.25) - 0.125 * Math.log(0.5) - 0.25 * Math.log(0.125), within(1e-15));
    }

    @Test
    void poissonIsTheMeanLessTheCountsTimesItsLogarithm() {
        Loss loss = Losses.poisson();

        assertThat(loss.value(new float[] {2}, 0, 1, 3)).isEqualTo(2 - 3 * Math.log(2), within(1e-15));
        assertThat(loss.value(new float[] {0}, 0, 1, 1)).isEqualTo(-Math.log(Float.MIN_NORMAL), within(1e-12));
        assertThat(loss.value(new float[] {0}, 0, 1, 1e300)).isEqualTo(1e100);
        assertThat(loss.value(new float[] {3e38f}, 0, 1, 1e300)).isEqualTo(-1e100);
        assertThat(gradient(loss, 3, 2)).containsExactly(-1);
        assertThat(loss.minLabel()).isZero();
        assertThat(Losses.huber().minLabel()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void aClassWeightMultipliesValueAndGradientOfItsClass() {
        Loss loss = Losses.classWeighted(Losses.binaryCrossEntropy(), 0.5, 3);

        assertThat(loss.value(new float[] {0.25f}, 0, 1, 1)).isEqualTo(3 * Math.log(4), within(1e-14));
        assertThat(loss.value(new float[] {0.25f}, 0, 1, 0)).isEqualTo(-0.5 * Math.log(0.75), within(1e-15));
        assertThat(gradient(loss, 1, 0.25f)).containsExactly(-2.25f);
        assertThat(gradient(loss, 0, 0.25f)).containsExactly(0.125f);
    }

    @Test
    void aLossSaysWhatTheLastLayerMustBe() {
        assertThat(Losses.meanSquaredError().output()).isEqualTo(Output.ANY);
        assertThat(Losses.meanAbsoluteError().output()).isEqualTo(Output.NUMBER);
        assertThat(Losses.huber().output()).isEqualTo(Output.NUMBER);
        assertThat(Losses.quantile(0.5).output()).isEqualTo(Output.NUMBER);
        assertThat(Losses.poisson().output()).isEqualTo(Output.MEAN);
        assertThat(Losses.hinge().output()).isEqualTo(Output.SCORES);
        assertThat(Losses.binaryCrossEntropy().output()).isEqualTo(Output.PROBABILITY);
        assertThat(Losses.categoricalCrossEntropy().output()).isEqualTo(Output.PROBABILITIES);
        assertThat(Losses.classWeighted(Losses.hinge(), 1, 2).output()).isEqualTo(Output.SCORES);
    }

    @Test
    void anOutputSaysWhichTasksItServesAndAlongWhatTheGradientIs() {
        assertThat(Output.values())
                .filteredOn(Output::takesNumbers)
                .containsExactly(Output.ANY, Output.NUMBER, Output.MEAN);
        assertThat(Output.values())
                .filteredOn(Output::takesClasses)
                .containsExactly(Output.ANY, Output.SCORES, Output.PROBABILITY, Output.PROBABILITIES);
        assertThat(Output.values())
                .filteredOn(Output::isCanonical)
                .containsExactly(Output.MEAN, Output.PROBABILITY, Output.PROBABILITIES);
    }

    private static float[] gradient(Loss loss, double label, float... output) {
        float[] d = new float[output.length];
        loss.gradient(output, 0, output.length, label, 1, d);
        for (int j = 0; j < d.length; j++) {
            d[j] += 0f; // −0 is 0
        }
        return d;
    }
}
