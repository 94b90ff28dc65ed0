package dev.freshet.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the trajectories that PyTorch 2.13 computes in float64, from (0, 0), by a loop in double and by the rules. */
class OptimizersTest {
    private static final double[][] SGD = {
        {0.15000000000000002, -1.0},
        {0.29250000000000004, -1.5},
        {0.42787500000000006, -1.75},
        {0.55648125, -1.875},
        {0.6786571875, -1.9375},
        {0.794724328125, -1.96875},
        {0.90498811171875, -1.984375},
        {1.0097387061328125, -1.9921875},
        {1.1092517708261718, -1.99609375},
        {1.2037891822848632, -1.998046875}
    };
    private static final double[][] MOMENTUM = {
        {0.15000000000000002, -1.0},
        {0.42750000000000005, -2.4},
        {0.8058750000000001, -3.46},
        {1.2561187500000002, -3.6839999999999997},
        {1.7485321875000002, -3.0436},
        {2.254277671875, -1.9454400000000003},
        {2.7467347242187503, -0.9843760000000003},
        {3.2026093351171876, -0.6272304000000002},
        {3.602766018169922, -0.9921841600000001},
        {3.9327687320088867, -1.824550464}
    };
    private static final double[][] ADAM = {
        {0.09999999966666667, -0.09999999995},
        {0.19989729224944813, -0.19983351428861224},
        {0.2996184760421756, -0.29937660856605375},
        {0.3990864682638485, -0.3984951055346687},
        {0.4982205429173599, -0.49704421974336704},
        {0.5969363915868073, -0.594868271094494},
        {0.6951462094878003, -0.6918005058579347},
        {0.7927588092230099, -0.787663058561145},
        {0.8896797648111605, -0.8822670929405779},
        {0.9858115886395549, -0.9754131642926388}
    };

    @Test
    void sgdWalksAsPyTorchDoes() {
        assertWalks(Optimizers.sgd(0.05), SGD);
    }

    @Test
    void momentumWalksAsPyTorchDoes() {
        assertWalks(Optimizers.momentum(0.05, 0.9), MOMENTUM);
    }

    @Test
    void adamWalksAsPyTorchDoes() {
        assertWalks(Optimizers.adam(0.1), ADAM);
    }

    @Test
    void theFormulasInDoubleReachTheReferenceDigits() {
        double[][] sgd = new double[10][];
        double[][] momentum = new double[10][];
        double[][] adam = new double[10][];
        double[] w = {0, 0, 0, 0, 0, 0};
        double[] s = new double[2];
        double[] m = new double[2];
        double[] v = new double[2];
        for (int t = 1; t <= 10; t++) {
            for (int i = 0; i < 2; i++) {
                w[i] -= 0.05 * gradient(i, w[i]);
                s[i] = 0.9 * s[i] + gradient(i, w[2 + i]);
                w[2 + i] -= 0.05 * s[i];
                double g = gradient(i, w[4 + i]);
                m[i] = 0.9 * m[i] + 0.1 * g;
                v[i] = 0.999 * v[i] + 0.001 * g * g;
                double mHat = m[i] / (1 - Math.pow(0.9, t));
                double vHat = v[i] / (1 - Math.pow(0.999, t));
                w[4 + i] -= 0.1 * mHat / (Math.sqrt(vHat) + 1e-8);
            }
            sgd[t - 1] = new double[] {w[0], w[1]};
            momentum[t - 1] = new double[] {w[2], w[3]};
            adam[t - 1] = new double[] {w[4], w[5]};
        }
        assertNear(sgd, SGD, 1e-9);
        assertNear(momentum, MOMENTUM, 1e-9);
        assertNear(adam, ADAM, 1e-9);
    }

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
                .hasToString("Chain[transforms=[ScaleByAdam[beta1=0.9, beta2=0.999, epsilon=1.0E-8],"
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
    }

    private static double gradient(int i, double w) {
        return i == 0 ? w - 3 : 10 * (w + 2);
    }

    private static void assertWalks(GradientTransform rule, double[][] expected) {
        Parabola descent = new Parabola(rule);
        double[][] found = new double[expected.length][];
        for (int t = 0; t < found.length; t++) {
            descent.descend(1);
            found[t] = new double[] {descent.params[0], descent.params[1]};
        }
        assertNear(found, expected, 1e-6);
    }

    private static void assertNear(double[][] found, double[][] expected, double tolerance) {
        for (int t = 0; t < expected.length; t++) {
            assertThat(found[t]).as("step " + (t + 1)).containsExactly(expected[t], within(tolerance));
        }
    }

    private static void assertRefused(Runnable construction, String message) {
        assertThatIllegalArgumentException().isThrownBy(construction::run).withMessage(message);
    }
}
