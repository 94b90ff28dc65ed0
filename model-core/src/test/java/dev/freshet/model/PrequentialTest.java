package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.encode.Scaling;
import dev.freshet.model.eval.View;
import dev.freshet.model.optim.Optimizers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logistic regression on a stream, scaled as it goes: each loss of the float32 learner against the oracle's. */
class PrequentialTest {
    private static final int INPUTS = 5;
    private static final int EVENTS = 500;
    private static final double RATE = 0.1;

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void eachLossIsThatOfTheOracleInDoublePrecision(int batch) {
        LearnerSpec spec = Specs.binary()
                .numbers(INPUTS, Scaling.STANDARD)
                .optimizer(Optimizers.sgd(RATE))
                .batch(batch)
                .build();
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("k");
        Oracle oracle = new Oracle(spec, state.weights.params);
        double sum = 0;

        for (Example example : stream()) {
            double expected = oracle.observe(example, batch);
            double found = learner.observe(state, example).loss();
            assertThat(found).as("event " + example.offset()).isEqualTo(expected, within(2e-6 * (1 + expected)));
            sum += expected;
        }

        assertThat(state.step()).isEqualTo(EVENTS / batch);
        assertThat(DoubleNetwork.widened(state.weights.params)).containsExactly(oracle.network.params, within(2e-6));
        double mean = learner.evaluation().value(learner.metrics(state), "logLoss", View.CUMULATIVE);
        assertThat(mean).isEqualTo(sum / EVENTS, within(1e-6)).isLessThan(0.5);
    }

    /** Inputs of very different size; the label leans on three of them. */
    private static List<Example> stream() {
        Gen gen = new Gen(2026);
        List<Example> stream = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            double[] x = new double[INPUTS];
            double score = 0;
            for (int j = 0; j < INPUTS; j++) {
                double z = gen.normal();
                score += (2 - j) * z;
                x[j] = StrictMath.pow(10, j) * (z + j);
            }
            stream.add(Example.of(i, gen.chance(1 / (1 + Math.exp(-score))) ? 1 : 0, x));
        }
        return stream;
    }

    /** Takes the event into two-pass statistics, predicts with the last step's parameters, learns from whole batches. */
    private static final class Oracle {
        final DoubleNetwork network;
        private final List<double[]> seen = new ArrayList<>();
        private final List<double[]> xs = new ArrayList<>();
        private final List<Double> labels = new ArrayList<>();

        Oracle(LearnerSpec spec, float[] params) {
            network = new DoubleNetwork(spec.network(), INPUTS, spec.loss(), DoubleNetwork.widened(params));
        }

        double observe(Example example, int batch) {
            seen.add(example.numbers());
            double[] x = standardised(example.numbers());
            double p = network.predict(x)[0];
            xs.add(x);
            labels.add(example.label());
            if (xs.size() == batch) {
                learn();
            }
            return -Math.log(example.label() == 1 ? p : 1 - p);
        }

        private double[] standardised(double[] x) {
            double[] z = new double[INPUTS];
            for (int j = 0; j < INPUTS; j++) {
                int column = j;
                double mean =
                        seen.stream().mapToDouble(row -> row[column]).average().orElseThrow();
                double variance = seen.stream()
                        .mapToDouble(row -> (row[column] - mean) * (row[column] - mean))
                        .average()
                        .orElseThrow();
                z[j] = variance == 0 ? 0 : (x[j] - mean) / Math.sqrt(variance);
            }
            return z;
        }

        private void learn() {
            double[] weights = new double[xs.size()];
            Arrays.fill(weights, 1);
            double[] gradient = network.gradient(
                    xs.toArray(double[][]::new),
                    labels.stream().mapToDouble(Double::doubleValue).toArray(),
                    weights);
            for (int i = 0; i < gradient.length; i++) {
                network.params[i] -= RATE * gradient[i];
            }
            xs.clear();
            labels.clear();
        }
    }
}
