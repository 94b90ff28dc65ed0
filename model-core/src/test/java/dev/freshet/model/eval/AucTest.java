package dev.freshet.model.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AucTest {

    @Test
    void aPerfectRankingIsOneAndItsContraryZero() {
        assertThat(auc(-0.1, -0.4, 0.6, 0.9)).isEqualTo(1);
        assertThat(auc(0.1, 0.4, -0.6, -0.9)).isZero();
    }

    @Test
    void tiesCountOneHalf() {
        assertThat(auc(-0.5, 0.5)).isEqualTo(0.5);
        assertThat(auc(-0.5, 0.5, 0.5, 0.7, -0.7, -0.2)).isEqualTo((1.5 + 1.5 + 2.5) / 9);
        assertThat(auc(-1e-30, 1, 1e-30))
                .as("the smallest float32 are told apart from zero")
                .isEqualTo(0.75);
    }

    @Test
    void oneClassAloneIsNoRanking() {
        assertThat(auc()).isNaN();
        assertThat(auc(0.5, 0.7)).isNaN();
        assertThat(auc(-0.5, -0.7)).isNaN();
    }

    @Test
    void onlyWhatTheRingHoldsIsRead() {
        double[] verdicts = Arrays.copyOf(verdicts(-0.1, 0.4), 8);
        assertThat(Auc.of(verdicts, 2)).isEqualTo(1);
    }

    private static double auc(double... signed) {
        return Auc.of(verdicts(signed), signed.length);
    }

    /** Each p with the sign of its class. */
    private static double[] verdicts(double... signed) {
        return Arrays.stream(signed)
                .map(p -> Double.longBitsToDouble(Verdict.of(p > 0 ? 1 : 0, 0, (float) Math.abs(p), false, false)))
                .toArray();
    }
}
