package dev.freshet.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassEvaluationTest {
    private static final ClassEvaluation TWO = new ClassEvaluation(2, Views.DEFAULT);
    private static final ClassEvaluation THREE = new ClassEvaluation(3, Views.DEFAULT);

    @Test
    void threeRightOfFiveIsSixtyPercent() {
        double[][] state = judge(THREE, new int[] {0, 1, 2, 2, 1}, new int[] {0, 1, 2, 0, 0});
        assertThat(THREE.count(state)).isEqualTo(5);
        assertThat(THREE.confusion(state, View.CUMULATIVE).accuracy()).isEqualTo(0.6);
        assertThat(THREE.value(state, "accuracy", View.CUMULATIVE)).isEqualTo(0.6);
    }

    @Test
    void logLossIsTheMeanOfMinusLnOfTheTrueClassesProbability() {
        double[][] state = TWO.init();
        float[] ones = {0.9f, 0.1f, 0.2f, 0.65f};
        int[] labels = {1, 0, 0, 1};
        for (int i = 0; i < 4; i++) {
            TWO.update(state, new float[] {1 - ones[i], ones[i]}, 0, labels[i]);
        }
        assertThat(TWO.value(state, "logLoss", View.CUMULATIVE)).isEqualTo(0.216162, within(1e-6));
    }

    @Test
    void aCertainErrorCostsSixteenNatsAndNoMore() {
        assertThat(TWO.loss(new float[] {1, 0}, 0, 1)).isEqualTo(-Math.log(1e-7), within(1e-12));
        assertThat(TWO.loss(new float[] {1, 0}, 0, 0)).isEqualTo(1e-7, within(1e-12));
    }

    @Test
    void aPredictionThatIsNoNumberIsTheWorst() {
        float[] prediction = {Float.NaN, Float.NaN};
        assertThat(TWO.loss(prediction, 0, 1)).isEqualTo(TWO.loss(new float[] {1, 0}, 0, 1));
        assertThat(TWO.predictedClass(prediction, 0)).isZero();
    }

    @Test
    void thePredictedClassIsTheFirstOfTheLargest() {
        assertThat(THREE.predictedClass(new float[] {0.2f, 0.4f, 0.4f}, 0)).isEqualTo(1);
        assertThat(THREE.error(new float[] {9, 0.2f, 0.4f, 0.4f}, 1, 1)).isZero();
        assertThat(THREE.error(new float[] {9, 0.2f, 0.4f, 0.4f}, 1, 2)).isEqualTo(1);
    }

    @Test
    void baselinesPredictClassZeroAtFirst() {
        assertThat(baselines(0)).containsExactly(1, 1);
        assertThat(baselines(2)).containsExactly(0, 0);
    }

    @Test
    void noChangeIsRightWhereALabelRepeats() {
        assertThat(baselines(1, 1, 1, 0, 0, 2)[0]).isEqualTo(3);
    }

    @Test
    void theMajorityIsTheLowestOfTheMostFrequentLabels() {
        assertThat(baselines(2, 1, 1, 2, 1, 2)[1]).as("0, 2, 1, 1, 1, 1").isEqualTo(2);
    }

    @Test
    void labelsAreCounted() {
        double[][] state = judge(THREE, new int[] {0, 0, 0, 0}, new int[] {2, 0, 2, 2});
        assertThat(THREE.labelCounts(state)).containsExactly(1, 0, 3);
        assertThat(THREE.labelCount(state, 2)).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.labelCount(state, 3))
                .withMessage("class must lie in [0, 3): got 3");
    }

    @Test
    void kappaTemporalSetsTheModelAgainstPersistence() {
        int[] labels = {0, 0, 1, 1, 1, 0, 0, 0, 0, 1};
        int[] predicted = {0, 0, 1, 1, 1, 0, 0, 0, 1, 1};
        double[][] state = judge(TWO, predicted, labels);
        assertThat(TWO.value(state, "noChangeAccuracy", View.CUMULATIVE)).isEqualTo(0.7);
        assertThat(TWO.value(state, "kappaTemporal", View.CUMULATIVE))
                .isEqualTo((0.9 - 0.7) / (1 - 0.7), within(1e-15));
    }

    @Test
    void persistenceItselfHasKappaTemporalZeroAndItsContraryIsNegative() {
        int[] labels = {0, 0, 1, 1, 1, 0, 0, 0, 0, 1};
        int[] before = {0, 0, 0, 1, 1, 1, 0, 0, 0, 0};
        int[] contrary = {1, 1, 1, 0, 0, 0, 1, 1, 1, 1};
        assertThat(TWO.value(judge(TWO, before, labels), "kappaTemporal", View.WINDOW))
                .isZero();
        assertThat(TWO.value(judge(TWO, contrary, labels), "kappaTemporal", View.WINDOW))
                .isNegative();
    }

    @Test
    void kappaMSetsTheModelAgainstTheMajority() {
        int[] labels = {0, 0, 1, 0, 1};
        int[] predicted = {0, 0, 1, 0, 0};
        double[][] state = judge(TWO, predicted, labels);
        assertThat(TWO.value(state, "majorityAccuracy", View.CUMULATIVE)).isEqualTo(0.6);
        assertThat(TWO.value(state, "kappaM", View.CUMULATIVE)).isEqualTo(0.5, within(1e-15));
    }

    @ParameterizedTest
    @EnumSource(View.class)
    void kappaIsNoNumberWhereTheBaselineIsAlwaysRight(View view) {
        double[][] state = judge(TWO, new int[3000], new int[3000]);
        assertThat(TWO.value(state, "kappaTemporal", view)).isNaN();
        assertThat(TWO.value(state, "kappaM", view)).isNaN();
    }

    @Test
    void theAreaUnderTheCurveIsOfTheWindowAlone() {
        double[][] state = judge(TWO, new int[] {0, 1, 1}, new int[] {0, 1, 0});
        assertThat(TWO.value(state, "auc", View.WINDOW)).isEqualTo(0.75);
        assertThat(TWO.value(state, "auc", View.CUMULATIVE)).isNaN();
        assertThat(TWO.value(state, "auc", View.FADING)).isNaN();
        assertThat(THREE.metrics()).doesNotContain("auc", "precision", "recall", "f1");
    }

    @Test
    void twoKeysTogetherAreAsOneThatSawBoth() {
        double[] total = THREE.total();
        THREE.addTo(total, judge(THREE, new int[] {0, 1, 2}, new int[] {0, 2, 2}));
        THREE.addTo(total, judge(THREE, new int[] {1, 1}, new int[] {0, 1}));
        double[][] both = judge(THREE, new int[] {0, 1, 2, 1, 1}, new int[] {0, 2, 2, 0, 1});
        for (String metric : List.of("accuracy", "kappa", "mcc", "macroF1", "logLoss", "brier", "calibrationError")) {
            assertThat(THREE.value(total, metric))
                    .as(metric)
                    .isEqualTo(THREE.value(both, metric, View.CUMULATIVE), within(1e-12));
        }
    }

    @Test
    void theFadingViewIsTheSameWhereItsWeightsHaveToBeScaledAtEveryEvent() {
        ClassEvaluation quick = new ClassEvaluation(2, new Views(10, Double.MIN_VALUE));
        double[][] state = judge(quick, new int[] {0, 1, 1, 0}, new int[] {0, 0, 1, 1});
        assertThat(quick.value(state, "accuracy", View.FADING)).isZero();
        assertThat(quick.validState(state)).isTrue();
        judge(quick, state, new int[] {1}, new int[] {1});
        assertThat(quick.value(state, "accuracy", View.FADING)).isEqualTo(1);
    }

    @Test
    void fadingIsTheRecursionOfSumAndCountOverManyScalings() {
        ClassEvaluation evaluation = new ClassEvaluation(2, new Views(10, 0.9));
        SplittableRandom random = new SplittableRandom(1);
        double[][] state = evaluation.init();
        double sum = 0;
        double count = 0;
        for (int i = 0; i < 10_000; i++) {
            int predicted = random.nextInt(2);
            judge(evaluation, state, new int[] {predicted}, new int[] {1});
            sum = 0.9 * sum + predicted;
            count = 0.9 * count + 1;
            assertThat(evaluation.value(state, "accuracy", View.FADING)).isEqualTo(sum / count, within(1e-12));
        }
        assertThat(evaluation.validState(state)).isTrue();
    }

    @Test
    void aPerfectModelIsPerfectInEveryView() {
        int[] labels = new int[5000];
        Arrays.setAll(labels, i -> i % 7 % 3);
        double[][] state = judge(THREE, labels, labels);
        for (View view : View.values()) {
            for (String metric : List.of("accuracy", "macroF1", "mcc", "kappa", "kappaM", "kappaTemporal")) {
                assertThat(THREE.value(state, metric, view)).as(metric).isEqualTo(1, within(1e-12));
            }
            assertThat(THREE.value(state, "brier", view)).isZero();
            assertThat(THREE.value(state, "calibrationError", view)).isZero();
        }
    }

    @Test
    void theCalibrationErrorIsTheMeanGapOfTheBins() {
        double[][] state = TWO.init();
        float[] ones = {0.85f, 0.85f, 0.85f, 0.85f, 0.25f, 0.25f};
        int[] labels = {1, 1, 1, 0, 0, 1};
        for (int i = 0; i < ones.length; i++) {
            TWO.update(state, new float[] {1 - ones[i], ones[i]}, 0, labels[i]);
        }
        assertThat(TWO.value(state, "calibrationError", View.CUMULATIVE))
                .isEqualTo((4 * (0.85 - 0.75) + 2 * (0.5 - 0.25)) / 6, within(1e-7));
    }

    /** A probability of exactly 1 is of the last bin too. */
    @Test
    void certaintyThatIsWrongOnceInFourIsAQuarterTooSure() {
        int[] certain = {1, 1, 1, 1};
        int[] labels = {1, 0, 1, 1};
        for (ClassEvaluation evaluation : List.of(TWO, THREE)) {
            double[][] state = judge(evaluation, certain, labels);
            assertThat(evaluation.value(state, "calibrationError", View.CUMULATIVE))
                    .isEqualTo(0.25);
            assertThat(state[0][ClassTally.GAPS + 9])
                    .as("too sure is above 0, in every snapshot")
                    .isEqualTo(1);
        }
    }

    @Test
    void windowsAreDueWheneverTheyHaveFilled() {
        ClassEvaluation evaluation = new ClassEvaluation(2, new Views(3, 1));
        double[][] state = evaluation.init();
        StringBuilder due = new StringBuilder();
        for (int i = 0; i < 7; i++) {
            due.append(evaluation.due(state) ? 'x' : '.');
            judge(evaluation, state, new int[] {0}, new int[] {0});
        }
        assertThat(due).hasToString("...x..x");
    }

    @Test
    void theBestConstantLosesTheEntropyOfTheLabels() {
        assertThat(ClassEvaluation.bestConstantLogLoss(new long[] {5, 5})).isEqualTo(Math.log(2), within(1e-15));
        assertThat(ClassEvaluation.bestConstantLogLoss(new long[] {1, 0, 3}))
                .isEqualTo(-0.25 * Math.log(0.25) - 0.75 * Math.log(0.75), within(1e-15));
        assertThat(ClassEvaluation.bestConstantLogLoss(new long[] {0, 7})).isZero();
        assertThat(ClassEvaluation.bestConstantLogLoss(new long[2])).isNaN();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0.5, 3, Double.NaN})
    void aLabelThatIsNoClassIsRefused(double label) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.update(THREE.init(), new float[3], 0, label))
                .withMessage("label must be a class in [0, 3): got " + label);
    }

    @Test
    void theLastOfTheMostClassesIsJudged() {
        double[][] state = judge(new ClassEvaluation(65_536, Views.DEFAULT), new int[] {65_535}, new int[] {65_535});
        Confusion confusion = new ClassEvaluation(65_536, Views.DEFAULT).confusion(state, View.WINDOW);
        assertThat(confusion.hits(65_535)).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClassEvaluation(65_537, Views.DEFAULT))
                .withMessage("task.classes must be 2 to 65536: got 65537");
    }

    @Test
    void withoutMetricsNothingIsConfused() {
        ClassEvaluation off = new ClassEvaluation(3, Views.NONE);
        for (View view : View.values()) {
            assertThat(off.confusion(off.init(), view).total()).isZero();
        }
    }

    /** Of what is counted, only a calibration gap has a sign. */
    @Test
    void nothingWasCountedLessThanNever() {
        double[][] state = judge(THREE, new int[] {0, 1, 2, 2, 1}, new int[] {0, 1, 2, 0, 0});
        for (int i = 0; i < state[1].length; i++) {
            double counted = state[1][i];
            state[1][i] = -0.25;
            boolean gap = i >= ClassTally.GAPS && i < ClassTally.GAPS + ClassTally.BINS;
            assertThat(THREE.validState(state)).as("entry " + i).isEqualTo(gap);
            state[1][i] = counted;
        }
    }

    @Test
    void oneClassIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClassEvaluation(1, Views.DEFAULT))
                .withMessage("task.classes must be 2 to 65536: got 1");
    }

    /** Hits of both. */
    private static double[] baselines(int... labels) {
        double[][] state = judge(THREE, new int[labels.length], labels);
        double noChange = THREE.value(state, "noChangeAccuracy", View.CUMULATIVE);
        double majority = THREE.value(state, "majorityAccuracy", View.CUMULATIVE);
        return new double[] {Math.rint(labels.length * noChange), Math.rint(labels.length * majority)};
    }

    private static double[][] judge(ClassEvaluation evaluation, int[] predicted, int[] labels) {
        double[][] state = evaluation.init();
        judge(evaluation, state, predicted, labels);
        return state;
    }

    private static void judge(ClassEvaluation evaluation, double[][] state, int[] predicted, int[] labels) {
        for (int i = 0; i < labels.length; i++) {
            float[] prediction = new float[evaluation.classes()];
            prediction[predicted[i]] = 1;
            evaluation.update(state, prediction, 0, labels[i]);
        }
    }
}
