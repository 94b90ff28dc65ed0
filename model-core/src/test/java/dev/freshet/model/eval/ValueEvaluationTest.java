package dev.freshet.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueEvaluationTest {
    private static final ValueEvaluation VALUES = new ValueEvaluation(Views.DEFAULT);

    @Test
    void errorsOfTheModelInTheLabelsUnit() {
        double[][] state = judge(new float[] {1, 2, 3}, 2, 2, 5);
        assertThat(VALUES.value(state, "absoluteError", View.CUMULATIVE)).isEqualTo(1);
        assertThat(VALUES.value(state, "squaredError", View.CUMULATIVE)).isEqualTo(5.0 / 3);
        assertThat(VALUES.rmse(state, View.CUMULATIVE)).isEqualTo(Math.sqrt(5.0 / 3));
    }

    @Test
    void noChangePredictsTheLabelBeforeAndZeroAtFirst() {
        double[][] state = judge(new float[3], 2, 3, 7);
        assertThat(VALUES.sum(state, "noChangeAbsoluteError")).isEqualTo(2 + 1 + 4);
        assertThat(VALUES.sum(state, "noChangeSquaredError")).isEqualTo(4 + 1 + 16);
    }

    @Test
    void theMeanBaselinePredictsTheMeanOfTheLabelsSoFarAndZeroAtFirst() {
        double[][] state = judge(new float[3], 2, 4, 9);
        assertThat(VALUES.sum(state, "meanBaselineAbsoluteError")).isEqualTo(2 + 2 + 6);
        assertThat(VALUES.sum(state, "meanBaselineSquaredError")).isEqualTo(4 + 4 + 36);
    }

    @Test
    void theBestConstantLosesTheVarianceOfTheLabels() {
        assertThat(VALUES.bestConstantSquaredError(judge(new float[4], 1, 2, 3, 6)))
                .isEqualTo(3.5, within(1e-15));
        assertThat(VALUES.bestConstantSquaredError(judge(new float[2], 1e9, 1e9 + 1)))
                .isEqualTo(0.25, within(1e-6));
        assertThat(VALUES.bestConstantSquaredError(VALUES.init())).isNaN();
    }

    @Test
    void aPredictionThatIsNoNumberHasTheLargestError() {
        assertThat(VALUES.error(new float[] {Float.NaN}, 0, 1)).isEqualTo(Float.MAX_VALUE);
        assertThat(VALUES.loss(new float[] {Float.POSITIVE_INFINITY}, 0, 1)).isFinite();
    }

    @Test
    void noLabelMakesTheStateInfinite() {
        double[][] state = judge(new float[3], Double.MAX_VALUE, -Double.MAX_VALUE, 1);
        assertThat(VALUES.validState(state)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aLabelThatIsNotFiniteIsRefused(double label) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VALUES.update(VALUES.init(), new float[1], 0, label))
                .withMessage("label must be finite: got " + label);
    }

    private static double[][] judge(float[] predictions, double... labels) {
        double[][] state = VALUES.init();
        for (int i = 0; i < labels.length; i++) {
            VALUES.update(state, predictions, i, labels[i]);
        }
        return state;
    }
}
