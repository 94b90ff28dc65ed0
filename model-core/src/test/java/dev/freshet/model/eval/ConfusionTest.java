package dev.freshet.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfusionTest {

    /** "cat", "ant", "cat", "cat", "ant", "bird" predicted as "ant", "ant", "cat", "cat", "ant", "cat". */
    @Test
    void kappaOfTheUsualCatsAndAnts() {
        Confusion animals = of(3, new int[] {2, 0, 2, 2, 0, 1}, new int[] {0, 0, 2, 2, 0, 2});
        assertThat(animals.kappa()).isEqualTo(0.42857142857142855, within(1e-15));
    }

    @Test
    void cellsAndTheirSumsAreCounts() {
        Confusion c = of(3, new int[] {0, 0, 1, 1, 1, 2}, new int[] {0, 1, 1, 1, 0, 1});
        assertThat(c.total()).isEqualTo(6);
        assertThat(c.classes()).isEqualTo(3);
        assertThat(new double[] {c.count(0, 0), c.count(0, 1), c.count(1, 1), c.count(1, 0), c.count(2, 1)})
                .containsExactly(1, 1, 2, 1, 1);
        assertThat(new double[] {c.labels(0), c.labels(1), c.labels(2)}).containsExactly(2, 3, 1);
        assertThat(new double[] {c.predictions(0), c.predictions(1), c.predictions(2)})
                .containsExactly(2, 4, 0);
        assertThat(new double[] {c.hits(0), c.hits(1), c.hits(2)}).containsExactly(1, 2, 0);
    }

    @Test
    void aClassHasPrecisionRecallAndF1() {
        Confusion c = of(2, new int[] {0, 0, 0, 1, 1}, new int[] {0, 0, 1, 1, 0});
        assertThat(c.precision(0)).isEqualTo(2.0 / 3);
        assertThat(c.precision(1)).isEqualTo(0.5);
        assertThat(c.recall(0)).isEqualTo(2.0 / 3);
        assertThat(c.recall(1)).isEqualTo(0.5);
        assertThat(c.f1(0)).isEqualTo(2.0 / 3);
        assertThat(c.macroF1()).isEqualTo((2.0 / 3 + 0.5) / 2, within(1e-15));
        assertThat(c.balancedAccuracy()).isEqualTo((2.0 / 3 + 0.5) / 2, within(1e-15));
    }

    @Test
    void aClassThatNeverOccurredHasNoNumberAndOneThatWasOnlyPredictedHasZero() {
        Confusion c = of(4, new int[] {0, 1, 1}, new int[] {0, 2, 1});
        assertThat(c.precision(2)).isZero();
        assertThat(c.recall(2)).isZero();
        assertThat(c.f1(2)).isZero();
        assertThat(c.precision(3)).isNaN();
        assertThat(c.recall(3)).isNaN();
        assertThat(c.f1(3)).isNaN();
        assertThat(c.macroRecall()).as("over 0, 1, 2").isEqualTo(0.5);
        assertThat(c.balancedAccuracy()).as("over 0, 1").isEqualTo(0.75);
        assertThat(c.macroPrecision()).isEqualTo(2.0 / 3, within(1e-15));
    }

    @Test
    void guessingOneClassIsWorthNothingAndOneClassAloneSaysNothing() {
        Confusion guess = of(2, new int[] {0, 1, 1}, new int[] {1, 1, 1});
        assertThat(guess.kappa()).isZero();
        assertThat(guess.mcc()).isZero();
        Confusion contrary = of(2, new int[] {0, 0}, new int[] {1, 1});
        assertThat(contrary.kappa()).isZero();
        assertThat(contrary.mcc()).isZero();
        Confusion alone = of(2, new int[] {1, 1}, new int[] {1, 1});
        assertThat(alone.kappa()).isNaN();
        assertThat(alone.mcc()).isNaN();
    }

    @Test
    void theContraryOfTheTruthIsMinusOne() {
        Confusion c = of(2, new int[] {0, 1, 1, 0}, new int[] {1, 0, 0, 1});
        assertThat(c.kappa()).isEqualTo(-1, within(1e-15));
        assertThat(c.mcc()).isEqualTo(-1, within(1e-15));
    }

    @Test
    void nothingHasNoNumber() {
        Confusion none = of(2, new int[0], new int[0]);
        assertThat(none.accuracy()).isNaN();
        assertThat(none.balancedAccuracy()).isNaN();
        assertThat(none.macroF1()).isNaN();
        assertThat(none.kappa()).isNaN();
        assertThat(none.mcc()).isNaN();
    }

    @Test
    void laterEventsLeaveItAsItIs() {
        ClassEvaluation evaluation = new ClassEvaluation(2, Views.DEFAULT);
        double[][] state = evaluation.init();
        evaluation.update(state, new float[] {1, 0}, 0, 0);
        Confusion before = evaluation.confusion(state, View.CUMULATIVE);
        evaluation.update(state, new float[] {1, 0}, 0, 0);
        assertThat(before.total()).isEqualTo(1);
        assertThat(before.count(0, 0)).isEqualTo(1);
        assertThat(evaluation.confusion(state, View.WINDOW).count(0, 0)).isEqualTo(2);
    }

    /** 64 classes have cells, 65 only sums. */
    @ParameterizedTest
    @ValueSource(ints = {64, 65})
    void manyClassesHaveTheirSums(int classes) {
        Confusion c = of(classes, new int[] {63, 63, 5}, new int[] {63, 5, 5});
        assertThat(c.labels(63)).isEqualTo(2);
        assertThat(c.predictions(5)).isEqualTo(2);
        assertThat(c.hits(63)).isEqualTo(1);
        assertThat(c.accuracy()).isEqualTo(2.0 / 3);
        if (classes == 64) {
            assertThat(c.count(63, 5)).isEqualTo(1);
        } else {
            assertThatIllegalStateException()
                    .isThrownBy(() -> c.count(63, 5))
                    .withMessage("a confusion matrix is kept up to 64 classes: got 65");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2})
    void aClassThatIsNoneIsRefused(int k) {
        Confusion c = of(2, new int[0], new int[0]);
        String message = "class must lie in [0, 2): got " + k;
        assertThatIllegalArgumentException().isThrownBy(() -> c.labels(k)).withMessage(message);
        assertThatIllegalArgumentException().isThrownBy(() -> c.predictions(k)).withMessage(message);
        assertThatIllegalArgumentException().isThrownBy(() -> c.hits(k)).withMessage(message);
        assertThatIllegalArgumentException().isThrownBy(() -> c.recall(k)).withMessage(message);
        assertThatIllegalArgumentException().isThrownBy(() -> c.count(0, k)).withMessage(message);
        assertThatIllegalArgumentException().isThrownBy(() -> c.count(k, 0)).withMessage(message);
    }

    private static Confusion of(int classes, int[] labels, int[] predicted) {
        ClassEvaluation evaluation = new ClassEvaluation(classes, Views.DEFAULT);
        double[][] state = evaluation.init();
        for (int i = 0; i < labels.length; i++) {
            float[] prediction = new float[classes];
            prediction[predicted[i]] = 1;
            evaluation.update(state, prediction, 0, labels[i]);
        }
        return evaluation.confusion(state, View.CUMULATIVE);
    }
}
