package dev.freshet.jobs.console;

import static dev.freshet.jobs.console.Shown.prediction;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunningScoreTest {

    @Test
    void theLossIsTheMeanOfAllAndOfThoseSinceTheLastRow() {
        RunningScore score = new RunningScore(10, false);
        score.add(prediction("k", 0, "a", 0.9f, "a", 0.25));
        score.add(prediction("k", 1, "a", 0.9f, "a", 0.75));
        assertThat(score.averageLoss()).isEqualTo(0.5);
        assertThat(score.lossSinceLastRow()).isEqualTo(0.5);

        score.add(prediction("k", 2, "a", 0.9f, "b", 2));

        assertThat(score.averageLoss()).isEqualTo(1);
        assertThat(score.lossSinceLastRow()).isEqualTo(2);
        assertThat(score.lossSinceLastRow()).isNaN();
    }

    @Test
    void theWindowForgetsWhatIsOlderThanIt() {
        RunningScore score = new RunningScore(2, false);
        score.add(prediction("k", 0, "a", 0.9f, "b", 1));
        assertThat(score.windowScore()).isZero();
        score.add(prediction("k", 1, "a", 0.9f, "a", 1));
        assertThat(score.windowScore()).isEqualTo(0.5);
        score.add(prediction("k", 2, "a", 0.9f, "a", 1));
        assertThat(score.windowScore()).isEqualTo(1);
    }

    @Test
    void noChangeLooksBackWithinTheKey() {
        RunningScore score = new RunningScore(10, false);
        score.add(prediction("k", 0, "a", 0.9f, "a", 1));
        score.add(prediction("l", 1, "a", 0.9f, "b", 1));
        assertThat(score.windowNoChange()).isZero();

        score.add(prediction("k", 2, "b", 0.9f, "a", 1));
        score.add(prediction("l", 3, "b", 0.9f, "a", 1));

        assertThat(score.windowNoChange()).isEqualTo(0.25);
    }

    @Test
    void anEventWithoutALabelIsCountedAndNotScored() {
        RunningScore score = new RunningScore(10, false);
        score.add(prediction("k", 0, "a", 0.9f, null, Double.NaN));

        assertThat(score.predictions()).isEqualTo(1);
        assertThat(score.labelled()).isZero();
        assertThat(score.averageLoss()).isNaN();
        assertThat(score.windowScore()).isNaN();
    }

    @Test
    void aPlaceThatIsAnsweredTwiceIsARepeatHoweverFarTheTopicHasCome() {
        RunningScore score = new RunningScore(10, true);
        score.add(prediction("k", 0, 5_000_000_000L, 1, 1));
        score.add(prediction("k", 1, 5_000_000_000L, 1, 1));
        score.add(prediction("k", 0, 5_000_000_001L, 1, 1));
        assertThat(score.repeats()).isZero();

        score.add(prediction("k", 0, 5_000_000_000L, 1, 1));

        assertThat(score.repeats()).isEqualTo(1);
    }

    @Test
    void aRegressionIsMeasuredByItsRootMeanSquaredError() {
        RunningScore score = new RunningScore(10, true);
        score.add(prediction("k", 0, 0, 1, 4));
        score.add(prediction("k", 0, 1, 5, 9));

        assertThat(score.windowScore()).isEqualTo(Math.sqrt((9 + 16) / 2.0));
        assertThat(score.windowNoChange()).isEqualTo(Math.sqrt((16 + 25) / 2.0));
    }

    @Test
    void stretchesWithoutAGapTakeNoMemory() {
        Places places = new Places();
        for (long offset = 0; offset < 3L * Places.STRETCH + 10; offset++) {
            assertThat(places.add(offset)).isTrue();
        }

        assertThat(places.incomplete()).isEqualTo(1);
        assertThat(places.add(Places.STRETCH + 1)).isFalse();
    }

    @Test
    void aPredictionIsCountedOnceWhetherItsLabelComesWithItOrLater() {
        RunningScore score = new RunningScore(10, false);
        score.add(prediction("k", 0, "a", 0.9f, null, Double.NaN));
        score.judge(prediction("k", 0, "a", 0.9f, "a", 0.25));

        assertThat(score.predictions()).isEqualTo(1);
        assertThat(score.repeats()).isZero();
        assertThat(score.labelled()).isEqualTo(1);
        assertThat(score.averageLoss()).isEqualTo(0.25);
    }
}
