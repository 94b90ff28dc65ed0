package dev.freshet.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
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
        assertThat(VALUES.value(state, "rmse", View.CUMULATIVE)).isEqualTo(Math.sqrt(5.0 / 3));
    }

    @Test
    void noChangePredictsTheLabelBeforeAndZeroAtFirst() {
        double[][] state = judge(new float[3], 2, 3, 7);
        assertThat(sum(state, "noChangeAbsoluteError")).isEqualTo(2 + 1 + 4);
        assertThat(sum(state, "noChangeSquaredError")).isEqualTo(4 + 1 + 16);
    }

    @Test
    void theMeanBaselinePredictsTheMeanOfTheLabelsSoFarAndZeroAtFirst() {
        double[][] state = judge(new float[3], 2, 4, 9);
        assertThat(sum(state, "meanBaselineAbsoluteError")).isEqualTo(2 + 2 + 6);
        assertThat(sum(state, "meanBaselineSquaredError")).isEqualTo(4 + 4 + 36);
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

    @Test
    void theShareOfVarianceExplainedIsOfTheViewsOwnLabels() {
        ValueEvaluation lastTwo = new ValueEvaluation(new Views(2, 0.5));
        double[][] state = judge(lastTwo, new float[] {1, 2, 5}, 1, 3, 4);
        assertThat(lastTwo.value(state, "r2", View.CUMULATIVE)).isEqualTo(1 - 2 / (14 / 3.0), within(1e-15));
        assertThat(lastTwo.value(state, "r2", View.WINDOW)).isEqualTo(1 - 2 / 0.5, within(1e-15));
        assertThat(lastTwo.value(judge(lastTwo, new float[3], 7, 7, 7), "r2", View.WINDOW))
                .isNaN();
    }

    @Test
    void smapeIsTheErrorOverTheMeanSizeOfBothAndZeroWhereBothAre() {
        double[][] state = judge(new float[] {1, 0, -2}, 3, 0, 2);
        assertThat(VALUES.value(state, "smape", View.CUMULATIVE)).isEqualTo((1 + 0 + 2) / 3.0, within(1e-15));
    }

    @Test
    void anOutlierLeavesTheWindowWithoutATrace() {
        ValueEvaluation evaluation = new ValueEvaluation(new Views(10, 0.9));
        double[][] state = judge(evaluation, new float[] {1e30f}, 1);
        for (int i = 0; i < 10; i++) {
            evaluation.update(state, new float[] {0.25f}, 0, 0.5);
        }
        assertThat(evaluation.value(state, "mae", View.WINDOW)).isEqualTo(0.25);
    }

    @Test
    void noChangeOfTheOldestInTheWindowIsTheLabelBeforeTheWindow() {
        ValueEvaluation one = new ValueEvaluation(new Views(1, 1));
        double[][] state = judge(one, new float[3], 4, 9, 7);
        assertThat(one.value(state, "noChangeAbsoluteError", View.WINDOW)).isEqualTo(2);
    }

    @Test
    void keysTogetherAreAsOneThatSawAllButForTheBaselines() {
        double[] total = VALUES.total();
        VALUES.addTo(total, VALUES.init());
        VALUES.addTo(total, judge(new float[] {1, 2, 4}, 2, 2.5, 3));
        VALUES.addTo(total, judge(new float[] {9, 7}, 8, 9));
        VALUES.addTo(total, judge(new float[] {-5}, -4));
        double[][] all = judge(new float[] {1, 2, 4, 9, 7, -5}, 2, 2.5, 3, 8, 9, -4);
        for (String metric : List.of("mae", "rmse", "r2", "smape")) {
            assertThat(VALUES.value(total, metric))
                    .as(metric)
                    .isEqualTo(VALUES.value(all, metric, View.CUMULATIVE), within(1e-12));
        }
    }

    private static double sum(double[][] state, String metric) {
        return VALUES.count(state) * VALUES.value(state, metric, View.CUMULATIVE);
    }

    private static double[][] judge(float[] predictions, double... labels) {
        return judge(VALUES, predictions, labels);
    }

    private static double[][] judge(ValueEvaluation evaluation, float[] predictions, double... labels) {
        double[][] state = evaluation.init();
        for (int i = 0; i < labels.length; i++) {
            evaluation.update(state, predictions, i, labels[i]);
        }
        return state;
    }
}
