package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.encode.CategoryHash;
import dev.freshet.model.loss.Losses;
import dev.freshet.model.optim.Optimizers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every allowed end of a network × every hidden activation × one to three layers. */
class GradientTest {
    private static final int INPUTS = 3;
    private static final int ROWS = 5;
    private static final int ENDS = 22;

    static Stream<LearnerSpec> networks() {
        List<LearnerSpec> specs = new ArrayList<>();
        Activation[] hidden = {
            Activation.LINEAR,
            Activation.SIGMOID,
            Activation.TANH,
            Activation.RELU,
            Activation.LEAKY_RELU,
            Activation.GELU
        };
        for (int end = 0; end < ENDS; end++) {
            specs.add(finished(end(end)));
            specs.add(finished(end(end).hidden(4, Activation.EXPONENTIAL))); // two would overflow
            for (Activation activation : hidden) {
                specs.add(finished(end(end).hidden(4, activation)));
                specs.add(finished(end(end).hidden(5, activation).hidden(4, activation)));
                specs.add(finished(ruled(end(end), activation)));
            }
        }
        return specs.stream();
    }

    /** With dropout before every layer, and all penalties. */
    private static Specs ruled(Specs end, Activation activation) {
        return end.layer(new Dropout(0.2))
                .layer(new Dense(6, activation).withL1(0.01))
                .layer(new Dropout(0.5))
                .layer(new Dense(5, activation).withL1(0.02).withL2(0.03))
                .layer(new Dropout(0.3));
    }

    private static Specs end(int which) {
        return switch (which) {
            case 0 -> Specs.regression(Activation.GELU);
            case 1 -> Specs.regression(Activation.SIGMOID);
            case 2 -> Specs.regression(Activation.TANH);
            case 3 -> Specs.regression(Activation.RELU);
            case 4 -> Specs.binary();
            case 5 -> Specs.binary().loss(Losses.meanSquaredError());
            case 6 -> Specs.classes(3);
            case 7 -> Specs.classes(3).loss(Losses.meanSquaredError());
            case 8 -> Specs.regression().loss(Losses.meanAbsoluteError());
            case 9 -> Specs.regression().loss(Losses.huber(0.5));
            case 10 -> Specs.regression().loss(Losses.quantile(0.9));
            case 11 -> Specs.regression(Activation.EXPONENTIAL).loss(Losses.poisson());
            case 12 -> Specs.regression(Activation.EXPONENTIAL).loss(Losses.huber(2));
            case 13 -> Specs.scores(2, 1);
            case 14 -> Specs.scores(3, 3);
            case 15 -> Specs.binary().loss(Losses.binaryCrossEntropy(0.2));
            case 16 -> Specs.classes(3).loss(Losses.categoricalCrossEntropy(0.1));
            case 17 -> Specs.binary().loss(Losses.classWeighted(Losses.binaryCrossEntropy(0.2), 0.5, 3));
            case 18 -> Specs.classes(3).loss(Losses.classWeighted(Losses.categoricalCrossEntropy(), 1, 2, 3));
            case 19 -> Specs.regression(Activation.LINEAR);
            case 20 -> Specs.regression(Activation.LEAKY_RELU).loss(Losses.huber());
            default -> Specs.scores(3, 3).loss(Losses.classWeighted(Losses.hinge(), 2, 0.5, 1));
        };
    }

    /** The slot of momentum holds exactly the gradient after one step. */
    private static LearnerSpec finished(Specs specs) {
        return specs.numbers(INPUTS)
                .batch(ROWS)
                .optimizer(Optimizers.momentum(1e-3, 0.9))
                .seed(5)
                .build();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theTrunksGradientIsTheOracles(LearnerSpec spec) {
        Case c = new Case(spec);

        double[] expected = c.oracle.gradient(c.xs, c.labels, c.weights);

        assertThat(norm(expected)).isPositive();
        double tolerance = 1e-4 * norm(expected);
        double[] found = DoubleNetwork.widened(c.trunkGradient());
        for (int i = 0; i < expected.length; i++) {
            double relative = 1e-4 * Math.abs(expected[i]) + 1e-2 * tolerance;
            assertThat(found[i]).as("dL/dparameter " + i).isEqualTo(expected[i], within(relative));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theOraclesGradientIsItsLosssSlopeAlongEachParameter(LearnerSpec spec) {
        Case c = new Case(spec);
        double[] gradient = c.oracle.gradient(c.xs, c.labels, c.weights);
        double h = 1e-5;

        for (int i = 0; i < gradient.length; i++) {
            double before = c.oracle.params[i];
            c.oracle.params[i] = before + h;
            double above = c.oracle.objective(c.xs, c.labels, c.weights);
            c.oracle.params[i] = before - h;
            double below = c.oracle.objective(c.xs, c.labels, c.weights);
            c.oracle.params[i] = before;
            assertThat((above - below) / (2 * h))
                    .as("dL/dparameter " + i)
                    .isEqualTo(gradient[i], within(1e-7 * Math.max(1, norm(gradient))));
        }
    }

    private static double norm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    /** Random parameters, inputs, labels and weights, the same for the trunk and the oracle. */
    private static final class Case {
        final LearnerSpec spec;
        final double[][] xs = new double[ROWS][];
        final double[] labels = new double[ROWS];
        final double[] weights = new double[ROWS];
        final LearnerState state;
        final DoubleNetwork oracle;

        Case(LearnerSpec spec) {
            this.spec = spec;
            Gen gen = new Gen(11);
            for (int i = 0; i < ROWS; i++) {
                xs[i] = DoubleNetwork.widened(gen.floats(INPUTS));
                labels[i] = Math.max(Streams.label(gen, spec), spec.loss().minLabel());
                weights[i] = gen.between(1, 4) * 0.5;
            }
            state = new Learner(spec).init("k");
            for (int i = 0; i < state.weights.params.length; i++) {
                state.weights.params[i] += (float) gen.between(0.05, 0.4);
            }
            oracle =
                    new DoubleNetwork(spec.network(), INPUTS, spec.loss(), DoubleNetwork.widened(state.weights.params));
            int level = 0;
            for (Layer layer : spec.network().layers()) {
                if (layer instanceof Dropout dropout) {
                    oracle.masks[level] = masks(dropout, level, level == 0 ? INPUTS : widthOf(level));
                } else {
                    level++;
                }
            }
        }

        private int widthOf(int level) {
            return spec.network().dense().get(level - 1).units();
        }

        private double[][] masks(Dropout dropout, int level, int width) {
            float[] mask = new float[ROWS * width];
            long seed = Draws.bits(Draws.bits(spec.seed(), CategoryHash.of("k")), 0);
            dropout.fill(mask, mask.length, Draws.bits(seed, level));
            double[][] rows = new double[ROWS][];
            for (int i = 0; i < ROWS; i++) {
                rows[i] = DoubleNetwork.widened(Arrays.copyOfRange(mask, i * width, (i + 1) * width));
            }
            return rows;
        }

        float[] trunkGradient() {
            Learner learner = new Learner(spec);
            for (int i = 0; i < ROWS; i++) {
                learner.observe(state, new Example(xs[i], new long[0], labels[i], weights[i], i, 0, i));
            }
            assertThat(state.step()).isEqualTo(1);
            return state.weights.slots[0];
        }
    }
}
