package dev.freshet.model.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfidenceSequenceTest {
    private static final double ALPHA = 0.1;
    private static final int STREAMS = 400;
    private static final int LENGTH = 2_000;

    /** 0/1 losses, looked at after every example, of models that err equally often but on different examples. */
    @Test
    void ofEqualModelsHardlyOneIsEverPromotedHoweverOftenOneLooks() {
        int promoted = 0;
        for (int seed = 0; seed < STREAMS; seed++) {
            promoted += examplesToWin(seed, 0.3, 0.3, LENGTH) <= LENGTH ? 1 : 0;
        }
        assertThat(promoted).isLessThanOrEqualTo((int) (ALPHA * STREAMS));
    }

    @Test
    void aModelThatErrsLessOftenIsPromotedSoonerTheBetterItIs() {
        long much = median(0.3, 0.1);
        long little = median(0.3, 0.2);

        assertThat(much).isLessThan(400);
        assertThat(little).isLessThan(1_600).isGreaterThan(2 * much);
    }

    @Test
    void theIntervalHoldsTheTrueDifferenceAtEveryMomentInAllButFewStreams() {
        ConfidenceSequence rule = new ConfidenceSequence(ALPHA, 1, 0, 1);
        int missed = 0;
        for (int seed = 0; seed < STREAMS; seed++) {
            Random random = new Random(1_000 + seed);
            double[] state = rule.init();
            boolean held = true;
            for (int i = 0; i < LENGTH; i++) {
                rule.update(state, random.nextDouble() < 0.35 ? 1 : 0, random.nextDouble() < 0.2 ? 1 : 0);
                Evidence evidence = rule.evidence(state);
                held &= evidence.lower() <= 0.15 && evidence.upper() >= 0.15;
            }
            missed += held ? 0 : 1;
        }
        assertThat(missed).isLessThanOrEqualTo((int) (ALPHA * STREAMS));
    }

    /** Each promotion begins a new comparison; together they may err as seldom as one. */
    @Test
    void overManyComparisonsHardlyOnePromotionIsNotEarned() {
        ConfidenceSequence rule = new ConfidenceSequence(ALPHA, 1, 0, 1);
        int erred = 0;
        for (int seed = 0; seed < STREAMS; seed++) {
            Random random = new Random(7_000 + seed);
            double[] state = rule.init();
            boolean promoted = false;
            for (int comparison = 0; comparison < 10; comparison++) {
                for (int i = 0; i < LENGTH / 10; i++) {
                    promoted |= rule.update(state, random.nextBoolean() ? 1 : 0, random.nextBoolean() ? 1 : 0);
                }
                rule.restart(state);
            }
            erred += promoted ? 1 : 0;
        }
        assertThat(erred).isLessThanOrEqualTo((int) (ALPHA * STREAMS));
    }

    @Test
    void aLossBeyondTheBoundCountsAsTheBound() {
        ConfidenceSequence rule = new ConfidenceSequence(ALPHA, 2, 0, 1);
        double[] one = rule.init();
        double[] other = rule.init();
        for (int i = 0; i < 100; i++) {
            rule.update(one, 2, 0.5);
            rule.update(other, 1e300, 0.5);
        }
        assertThat(one).isEqualTo(other);
        assertThat(rule.evidence(one).difference()).isEqualTo(1.5);
    }

    @Test
    void rivalsShareThePromise() {
        Random random = new Random(5);
        ConfidenceSequence alone = new ConfidenceSequence(ALPHA, 1, 0, 1);
        ConfidenceSequence oneOfTen = alone.among(10);
        double[] a = alone.init();
        double[] b = oneOfTen.init();
        for (int i = 0; i < 500; i++) {
            double champion = random.nextDouble();
            double challenger = random.nextDouble();
            alone.update(a, champion, challenger);
            oneOfTen.update(b, champion, challenger);
        }
        assertThat(width(oneOfTen.evidence(b))).isGreaterThan(width(alone.evidence(a)));
    }

    @Test
    void settingsAreHeldToTheirRanges() {
        assertThatThrownBy(() -> new ConfidenceSequence(1, 1, 0, 1))
                .hasMessage("confidence-sequence.alpha must lie in (0, 1): got 1.0");
        assertThatThrownBy(() -> new ConfidenceSequence(0.1, 0, 0, 1))
                .hasMessageContaining("confidence-sequence.bound");
        assertThatThrownBy(() -> new ConfidenceSequence(0.1, 1, 1, 1))
                .hasMessageContaining("confidence-sequence.margin");
        assertThatThrownBy(() -> new ConfidenceSequence(0.1, 1, 0, 0))
                .hasMessageContaining("confidence-sequence.rivals");
    }

    private static double width(Evidence evidence) {
        return evidence.upper() - evidence.lower();
    }

    private static long median(double champion, double challenger) {
        long[] examples = new long[51];
        for (int seed = 0; seed < examples.length; seed++) {
            examples[seed] = examplesToWin(seed, champion, challenger, 20_000);
        }
        Arrays.sort(examples);
        return examples[examples.length / 2];
    }

    private static long examplesToWin(int seed, double championErrs, double challengerErrs, int most) {
        ConfidenceSequence rule = new ConfidenceSequence(ALPHA, 1, 0, 1);
        Random random = new Random(seed);
        double[] state = rule.init();
        for (int i = 1; i <= most; i++) {
            double champion = random.nextDouble() < championErrs ? 1 : 0;
            double challenger = random.nextDouble() < challengerErrs ? 1 : 0;
            if (rule.update(state, champion, challenger)) {
                return i;
            }
        }
        return most + 1L;
    }
}
