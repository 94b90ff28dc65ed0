package dev.freshet.model.optim;

import static dev.freshet.model.optim.DoubleOracle.adaGrad;
import static dev.freshet.model.optim.DoubleOracle.adamHat;
import static dev.freshet.model.optim.DoubleOracle.rms;
import static dev.freshet.model.optim.DoubleOracle.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every reference run: by the formula in double to nine digits, and by our rules to float32's. */
class TrajectoryTest {
    private static final Map<String, double[][]> REFERENCE = Trajectories.read();
    private static final ScaleByAdam KERAS_ADAM = new ScaleByAdam(0.9, 0.999, 1e-7, ScaleByAdam.Form.EPSILON_HAT);

    static final List<String> NAMES = runs().keySet().stream().sorted().toList();

    /** Anew in each test: what runs while a class is loaded counts for no test in a coverage report. */
    private static Map<String, Run> runs() {
        return Map.ofEntries(
                run("torch SGD lr.05", () -> sgd(0.05, 0), Optimizers.sgd(0.05)),
                run(
                        "torch SGD momentum .9 lr.05",
                        () -> DoubleOracle.momentum(0.05, 0.9, false),
                        Optimizers.momentum(0.05, 0.9)),
                run(
                        "torch SGD nesterov .9 lr.05",
                        () -> DoubleOracle.momentum(0.05, 0.9, true),
                        Optimizers.nesterov(0.05, 0.9)),
                run("torch SGD lr.05 weight_decay.1", () -> sgd(0.05, 0.1), by(0.05, new WeightDecay(0.1))),
                run("torch Adagrad lr.5", () -> adaGrad(0.5, 0, 0, 1e-10), Optimizers.adaGrad(0.5)),
                run("torch RMSprop lr.1 alpha.99", () -> rms(0.1, 0.99, 0, 1e-8), Optimizers.rmsProp(0.1)),
                run(
                        "torch RMSprop lr.1 alpha.9",
                        () -> rms(0.1, 0.9, 0, 1e-8),
                        by(0.1, new ScaleByRms(0.9, 1e-8, EpsilonPlace.OUTSIDE))),
                run("torch Adam lr.1", () -> DoubleOracle.adam(0.1, 1e-8, 0), Optimizers.adam(0.1)),
                run("torch AdamW lr.1 wd.01", () -> DoubleOracle.adam(0.1, 1e-8, 0.01), Optimizers.adamW(0.1, 0.01)),
                run("torch Adam lr.1 amsgrad", () -> DoubleOracle.amsGrad(0.1, 1e-8, 0.999), Optimizers.amsGrad(0.1)),
                run("torch NAdam lr.1", () -> DoubleOracle.nadam(0.1, 1e-8, 0.004), Optimizers.nadam(0.1)),
                run("torch Adadelta lr1", () -> DoubleOracle.adaDelta(1, 0.9, 1e-6), Optimizers.adaDelta(1)),
                run("torch Adamax lr.1", () -> DoubleOracle.adaMax(0.1, 1e-8, 0), Optimizers.adaMax(0.1)),
                run("keras SGD .05", () -> sgd(0.05, 0), Optimizers.sgd(0.05)),
                run("keras SGD .05 m.9", () -> DoubleOracle.momentum(0.05, 0.9, false), Optimizers.momentum(0.05, 0.9)),
                run(
                        "keras SGD .05 m.9 nesterov",
                        () -> DoubleOracle.momentum(0.05, 0.9, true),
                        Optimizers.nesterov(0.05, 0.9)),
                run(
                        "keras Adagrad .5 (init_acc .1)",
                        () -> adaGrad(0.5, 0.1, 1e-7, 0),
                        by(0.5, new ScaleByAdaGrad(0.1, 1e-7, EpsilonPlace.INSIDE))),
                run(
                        "keras RMSprop .1",
                        () -> rms(0.1, 0.9, 1e-7, 0),
                        by(0.1, new ScaleByRms(0.9, 1e-7, EpsilonPlace.INSIDE))),
                run("keras Adam .1", () -> adamHat(0.1, 1e-7, 0), by(0.1, KERAS_ADAM)),
                run(
                        "keras AdamW .1 wd.004",
                        () -> adamHat(0.1, 1e-7, 0.004),
                        by(0.1, KERAS_ADAM, new WeightDecay(0.004))),
                run("keras Ftrl .5", () -> DoubleOracle.ftrl(0.5, 0, 0, 0, 0.1), new Ftrl(0.5, 0, 0, 0, 0.1)),
                run(
                        "keras Ftrl .5 l1.1 l2.1 beta1",
                        () -> DoubleOracle.ftrl(0.5, 1, 0.1, 0.2, 0),
                        Optimizers.ftrl(0.5, 1, 0.1, 0.2)),
                run(
                        "keras Nadam .1",
                        () -> DoubleOracle.nadam(0.1, 1e-7, 1),
                        by(0.1, new ScaleByNadam(0.9, 0.999, 1e-7, 1))),
                run(
                        "keras Adadelta 1.0",
                        () -> DoubleOracle.adaDelta(1, 0.95, 1e-7),
                        by(1, new ScaleByAdaDelta(0.95, 1e-7))),
                run(
                        "keras Adamax .1",
                        () -> DoubleOracle.adaMax(0.1, 0, 1e-7),
                        by(0.1, new ScaleByAdaMax(0.9, 0.999, 1e-7, EpsilonPlace.OUTSIDE))));
    }

    @Test
    void thereIsARunOfOursForEachOfTheirs() {
        assertThat(REFERENCE).hasSize(25);
        assertThat(runs().keySet()).isEqualTo(REFERENCE.keySet());
        assertThat(REFERENCE.values()).allSatisfy(run -> assertThat(run).hasDimensions(10, 2));
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void theFormulaInDoubleReachesTheReferenceDigits(String name) {
        DoubleOracle[] oracles = {run(name).oracle.get(), run(name).oracle.get()};
        double[] w = new double[2];
        int t = 0;
        for (double[] expected : expected(name)) {
            double[] g = {w[0] - 3, 10 * (w[1] + 2)};
            t++;
            w[0] = oracles[0].step(w[0], g[0], t);
            w[1] = oracles[1].step(w[1], g[1], t);
            assertThat(w).as("step " + t).containsExactly(expected, within(1e-9));
        }
    }

    /** Ten steps of float32 arithmetic on values of up to 4, whose last bit is 2.4e-7. */
    @ParameterizedTest
    @FieldSource("NAMES")
    void ourRuleWalksThereInFloat32(String name) {
        Parabola descent = new Parabola(run(name).rule);
        int t = 0;
        for (double[] expected : expected(name)) {
            descent.descend(1);
            double[] found = {descent.params[0], descent.params[1]};
            assertThat(found).as("step " + ++t).containsExactly(expected, within(1e-6));
        }
    }

    private static Run run(String name) {
        return Objects.requireNonNull(runs().get(name), name);
    }

    private static double[][] expected(String name) {
        return Objects.requireNonNull(REFERENCE.get(name), name);
    }

    private static GradientTransform by(double rate, GradientTransform... rules) {
        return Optimizers.descend(new ConstantRate(rate), rules);
    }

    private static Map.Entry<String, Run> run(String name, Supplier<DoubleOracle> oracle, GradientTransform rule) {
        return Map.entry(name, new Run(oracle, rule));
    }

    private record Run(Supplier<DoubleOracle> oracle, GradientTransform rule) {}
}
