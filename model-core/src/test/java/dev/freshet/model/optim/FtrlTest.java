package dev.freshet.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FtrlTest {

    @Test
    void aWeightIsExactlyZeroWhereItsSumStaysWithinLambda1() {
        Descent descent = new Descent(new Ftrl(0.5, 1, 1.5, 0), 3);
        descent.step(1, -1, 2);
        assertThat(descent.params[0]).isEqualTo(0);
        assertThat(descent.params[1]).isEqualTo(0);
        assertThat(descent.params[2]).as("-(2 - 1.5) / ((1 + 2) / 0.5)").isEqualTo(-0.5f / 6, within(1e-7f));
        descent.step(1, -1, -2);
        assertThat(descent.params[0]).isNegative();
        assertThat(descent.params[1]).isPositive();
        assertThat(descent.params[2]).as("back to 0, bit for bit").isEqualTo(0);
    }

    @Test
    void aParameterKeepsItsInitialWeightUntilItsFirstGradient() {
        Descent descent = new Descent(new Ftrl(0.5, 0, 0, 0), 2);
        descent.params[0] = 0.75f;
        descent.params[1] = 0.75f;
        descent.step(0, 2);
        assertThat(descent.params[0]).isEqualTo(0.75f);
        assertThat(descent.params[1]).as("0.75 - 0.5 * 2 / 2").isEqualTo(0.25f);
    }

    @Test
    void aGradientWhoseSquareVanishesMovesNothing() {
        Descent descent = new Descent(new Ftrl(0.5, 0, 0, 0), 1);
        descent.step(1e-30f);
        assertThat(descent.params).containsExactly(0);
        descent.step(1);
        assertThat(descent.params).containsExactly(-0.5f);
    }

    @Test
    void withoutPenaltiesTheFirstStepsAreThoseOfAdaGrad() {
        Descent ftrl = new Descent(new Ftrl(0.1, 0, 0, 0), 1);
        Descent adaGrad = new Descent(Optimizers.adaGrad(0.1), 1);
        for (int t = 1; t < 50; t++) {
            float gradient = (float) Math.sin(t);
            ftrl.step(gradient);
            adaGrad.step(gradient);
            assertThat(ftrl.params[0]).isEqualTo(adaGrad.params[0], within(2e-6f));
        }
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        assertRefused(() -> new Ftrl(0, 1, 0, 0), "ftrl.alpha must be > 0 and finite: got 0.0");
        assertRefused(() -> new Ftrl(1e-39, 1, 0, 0), "1 / ftrl.alpha must be > 0 and finite: got " + 1 / 1e-39);
        assertRefused(() -> new Ftrl(1, -1, 0, 0), "ftrl.beta must be >= 0 and finite: got -1.0");
        assertRefused(() -> new Ftrl(1, 1, -1, 0), "ftrl.lambda1 must be >= 0 and finite: got -1.0");
        assertRefused(() -> new Ftrl(1, 1, 0, Double.NaN), "ftrl.lambda2 must be >= 0 and finite: got NaN");
        assertRefused(() -> new Ftrl(1, 1, 0, 0, -1), "ftrl.initial must be >= 0 and finite: got -1.0");
        assertRefused(
                () -> new Ftrl(1e-20, 1e20, 0, 0),
                "ftrl.beta / ftrl.alpha + ftrl.lambda2 must be >= 0 and finite: got 1.0E40");
        assertRefused(
                () -> new Ftrl(1, 3e38, 0, 3e38),
                "ftrl.beta / ftrl.alpha + ftrl.lambda2 must be >= 0 and finite: got 6.0E38");
    }

    private static void assertRefused(Runnable construction, String message) {
        assertThatIllegalArgumentException().isThrownBy(construction::run).withMessage(message);
    }
}
