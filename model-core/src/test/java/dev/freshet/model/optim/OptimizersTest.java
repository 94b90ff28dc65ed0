package dev.freshet.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizersTest {
    @Test
    void adamsFirstStepMovesEachParameterByTheRateAgainstTheGradientsSign() {
        float[] update = {1e-4f, -7f, 3e5f, -2e-3f};
        Optimizers.adam(0.25).apply(update, new float[4], new float[2][4], new float[2][4], 0, 1);
        assertThat(update).containsExactly(new float[] {-0.25f, 0.25f, -0.25f, 0.25f}, within(1e-4f));
    }

    @Test
    void adamForgetsTheLargestGradientInsteadOfStandingStillForEver() {
        GradientTransform adam = Optimizers.adam(0.1);
        float[][] slots = new float[2][1];
        float[][] next = new float[2][1];
        adam.apply(new float[] {1e30f}, new float[1], next, slots, 0, 1);
        float[] update = new float[1];
        for (long step = 2; step < 200_000; step++) {
            update[0] = 1;
            adam.apply(update, new float[1], slots, next, 0, step);
            float[][] spare = slots;
            slots = next;
            next = spare;
        }
        assertThat(slots[1]).doesNotContain(Float.POSITIVE_INFINITY);
        assertThat(update[0]).isEqualTo(-0.1f, within(1e-4f));
    }

    @Test
    void momentumWithoutDecayIsSgd() {
        assertThat(new Parabola(Optimizers.momentum(0.05, 0)).descend(10).params)
                .isEqualTo(new Parabola(Optimizers.sgd(0.05)).descend(10).params);
    }

    @Test
    void aChainReadsAsTheEquation() {
        assertThat(Optimizers.adam(0.001))
                .hasToString("Chain[transforms=[ScaleByAdam[beta1=0.9, beta2=0.999, epsilon=1.0E-8, form=CORRECTED],"
                        + " Scale[factor=-0.001]]]");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, Double.NaN, Double.POSITIVE_INFINITY, 1e300, 1e-300})
    void aRateThatCannotTrainIsRefused(double rate) {
        assertRefused(() -> Optimizers.sgd(rate), "sgd.rate must be > 0 and finite: got " + rate);
        assertRefused(() -> Optimizers.momentum(rate, 0.9), "momentum.rate must be > 0 and finite: got " + rate);
        assertRefused(() -> Optimizers.adam(rate), "adam.rate must be > 0 and finite: got " + rate);
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        assertRefused(() -> new Trace(1), "trace.decay must lie in [0, 1): got 1.0");
        assertRefused(() -> new Scale(1e39), "scale.factor must be finite in float32: got 1.0E39");
        assertRefused(() -> Optimizers.adam(1, 1, 0.9, 1), "adam.beta1 must lie in [0, 1): got 1.0");
        assertRefused(() -> Optimizers.adam(1, 0.9, -0.1, 1), "adam.beta2 must lie in [0, 1): got -0.1");
        assertRefused(() -> Optimizers.adam(1, 0.9, 0.9, 0), "adam.epsilon must be > 0 and finite: got 0.0");
        assertRefused(() -> new NesterovTrace(-0.1), "nesterov.decay must lie in [0, 1): got -0.1");
        assertRefused(() -> new WeightDecay(-1), "weight-decay.decay must be >= 0 and finite: got -1.0");
        assertRefused(() -> new WeightDecay(1e39), "weight-decay.decay must be >= 0 and finite: got 1.0E39");
        assertRefused(() -> new ClipByNorm(0), "clip-by-norm.max must be > 0 and finite: got 0.0");
        assertRefused(() -> new ClipByValue(Double.NaN), "clip-by-value.max must be > 0 and finite: got NaN");
    }

    @Test
    void settingsOfTheAdaptiveRulesOutOfRangeAreRefusedByName() {
        EpsilonPlace place = EpsilonPlace.INSIDE;
        ScaleByAdam.Form form = ScaleByAdam.Form.CORRECTED;
        assertRefused(() -> new ScaleByAdaGrad(-1, 1, place), "adagrad.initial must be >= 0 and finite: got -1.0");
        assertRefused(() -> new ScaleByAdaGrad(0, 0, place), "adagrad.epsilon must be > 0 and finite: got 0.0");
        assertRefused(() -> new ScaleByRms(1, 1, place), "rmsprop.decay must lie in [0, 1): got 1.0");
        assertRefused(() -> new ScaleByRms(0, 0, place), "rmsprop.epsilon must be > 0 and finite: got 0.0");
        assertRefused(() -> new ScaleByAdaDelta(1, 1), "adadelta.decay must lie in [0, 1): got 1.0");
        assertRefused(() -> new ScaleByAdaDelta(0, 0), "adadelta.epsilon must be > 0 and finite: got 0.0");
        assertRefused(() -> new ScaleByAmsGrad(1, 0, 1, form), "amsgrad.beta1 must lie in [0, 1): got 1.0");
        assertRefused(() -> new ScaleByAmsGrad(0, 1, 1, form), "amsgrad.beta2 must lie in [0, 1): got 1.0");
        assertRefused(() -> new ScaleByAmsGrad(0, 0, 0, form), "amsgrad.epsilon must be > 0 and finite: got 0.0");
        assertRefused(() -> new ScaleByAdaMax(1, 0, 1, place), "adamax.beta1 must lie in [0, 1): got 1.0");
        assertRefused(() -> new ScaleByAdaMax(0, 1, 1, place), "adamax.beta2 must lie in [0, 1): got 1.0");
        assertRefused(() -> new ScaleByAdaMax(0, 0, 0, place), "adamax.epsilon must be > 0 and finite: got 0.0");
        assertRefused(() -> new ScaleByNadam(1, 0, 1, 1), "nadam.beta1 must lie in [0, 1): got 1.0");
        assertRefused(() -> new ScaleByNadam(0, 1, 1, 1), "nadam.beta2 must lie in [0, 1): got 1.0");
        assertRefused(() -> new ScaleByNadam(0, 0, 0, 1), "nadam.epsilon must be > 0 and finite: got 0.0");
        assertRefused(() -> new ScaleByNadam(0, 0, 1, -1), "nadam.warming must be >= 0 and finite: got -1.0");
    }

    /** The reference runs of AMSGrad never meet a v that falls; here every second one does. */
    @Test
    void amsGradRemembersTheLargestMeanSquare() {
        GradientTransform rule = Optimizers.descend(
                new ConstantRate(0.1), new ScaleByAmsGrad(0.9, 0.5, 1e-8, ScaleByAdam.Form.CORRECTED));
        Descent descent = new Descent(rule, 1);
        DoubleOracle oracle = DoubleOracle.amsGrad(0.1, 1e-8, 0.5);
        double w = 0;
        for (int t = 1; t <= 10; t++) {
            float gradient = t % 2 == 0 ? 0.01f : 5 - t / 2;
            descent.step(gradient);
            w = oracle.step(w, gradient, t);
            assertThat(descent.params[0]).isEqualTo((float) w, within(1e-6f));
        }
    }

    /** Π(t) is not remembered but made from the step, in a loop that stops where nothing changes any more. */
    @Test
    void nadamsProductIsThatOfAllStepsHoweverFar() {
        for (double warming : new double[] {0, 1e-6, 0.004, 1, 50}) {
            for (double beta1 : new double[] {0, 0.5, 0.9, 0.999}) {
                ScaleByNadam rule = new ScaleByNadam(beta1, 0.999, 1e-8, warming);
                double product = 1;
                for (int t = 1; t <= 3_000; t++) {
                    product *= beta1 * (1 - 0.5 * Math.pow(0.96, t * warming));
                    assertThat(1 - rule.product(t)).isEqualTo(1 - product, within(1e-12));
                }
            }
        }
    }

    @Test
    void decayBehindAdamIsDecoupledAndBeforeItIsPartOfTheGradient() {
        Descent decoupled = new Descent(Optimizers.adamW(0.5, 0.1), 1);
        decoupled.params[0] = 4;
        assertThat(decoupled.step(0)).as("-0.5 * 0.1 * 4").containsExactly(new float[] {-0.2f}, within(1e-6f));
        Descent coupled = new Descent(Optimizers.clipped(new WeightDecay(0.1), Optimizers.adam(0.5)), 1);
        coupled.params[0] = 4;
        assertThat(coupled.step(0)).as("Adam's first step").containsExactly(new float[] {-0.5f}, within(1e-6f));
    }

    private static void assertRefused(Runnable construction, String message) {
        assertThatIllegalArgumentException().isThrownBy(construction::run).withMessage(message);
    }
}
