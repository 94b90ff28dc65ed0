package dev.freshet.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * The metrics of a logistic regression on River's phishing set, in River's order of steps. The data may not ship, so this
 * is no part of the build: {@code mvn -pl model-core test -Dtest=PhishingAccuracy -DargLine=-Ddata=DIR}.
 */
class PhishingAccuracy {
    private static final int EVENTS = 1250;

    @Test
    void everyMetricIsThatOfTheReference() throws IOException {
        ClassEvaluation evaluation = new ClassEvaluation(2, new Views(EVENTS, 0.999));
        ClassEvaluation narrow = new ClassEvaluation(2, new Views(100, 0.99));
        double[][] state = evaluation.init();
        double[][] narrowState = narrow.init();
        Path file = Path.of(System.getProperty("data"), "phishing_river", "phishing_river.csv.gz");
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            lines.readLine();
            Regression model = new Regression();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                double[] row = Arrays.stream(line.split(",", -1))
                        .mapToDouble(PhishingAccuracy::number)
                        .toArray();
                double[] x = Arrays.copyOf(row, row.length - 1);
                double label = row[row.length - 1];
                float p = (float) model.observe(x, label);
                evaluation.update(state, new float[] {1 - p, p}, 0, label);
                narrow.update(narrowState, new float[] {1 - p, p}, 0, label);
            }
        }
        assertThat(evaluation.count(state)).isEqualTo(EVENTS);
        assertMetric(evaluation, state, "accuracy", View.CUMULATIVE, 0.8896, 1e-12);
        assertMetric(evaluation, state, "kappa", View.CUMULATIVE, 0.7775777768608682, 1e-12);
        assertMetric(evaluation, state, "kappaTemporal", View.CUMULATIVE, 0.7722772277227722, 1e-12);
        assertMetric(evaluation, state, "noChangeAccuracy", View.CUMULATIVE, 0.5152, 1e-12);
        assertMetric(evaluation, state, "auc", View.WINDOW, 0.9577978455715682, 1e-12);
        assertMetric(evaluation, state, "accuracy", View.FADING, 0.8979976249982256, 1e-12);
        assertMetric(evaluation, state, "logLoss", View.CUMULATIVE, 0.27059442291056035, 1e-6);
        assertMetric(evaluation, state, "brier", View.CUMULATIVE, 0.08000600100732179, 1e-7);
        assertMetric(narrow, narrowState, "accuracy", View.WINDOW, 0.89, 1e-12);
        assertMetric(narrow, narrowState, "accuracy", View.FADING, 0.9065925457283807, 1e-12);
    }

    private static void assertMetric(
            Evaluation evaluation, double[][] state, String metric, View view, double expected, double tolerance) {
        assertThat(evaluation.value(state, metric, view)).as(metric).isEqualTo(expected, within(tolerance));
    }

    private static double number(String word) {
        return switch (word) {
            case "True", "true" -> 1;
            case "False", "false" -> 0;
            default -> Double.parseDouble(word);
        };
    }

    /** SGD .1, its intercept .01; predicts with the scaler as before the row, then scales the row again and steps. */
    private static final class Regression {
        private double[] weights = {};
        private double[] mean = {};
        private double[] variance = {};
        private double intercept;
        private double count;

        double observe(double[] x, double label) {
            if (count == 0) {
                weights = new double[x.length];
                mean = new double[x.length];
                variance = new double[x.length];
            }
            double before = probability(x);
            count++;
            for (int j = 0; j < x.length; j++) {
                double old = mean[j];
                mean[j] += (x[j] - old) / count;
                variance[j] += ((x[j] - old) * (x[j] - mean[j]) - variance[j]) / count;
            }
            double gradient = probability(x) - label;
            for (int j = 0; j < x.length; j++) {
                weights[j] -= 0.1 * gradient * scaled(x, j);
            }
            intercept -= 0.01 * gradient;
            return before;
        }

        private double probability(double[] x) {
            double score = intercept;
            for (int j = 0; j < x.length; j++) {
                score += weights[j] * scaled(x, j);
            }
            return 1 / (1 + Math.exp(-score));
        }

        private double scaled(double[] x, int j) {
            return variance[j] > 0 ? (x[j] - mean[j]) / Math.sqrt(variance[j]) : 0;
        }
    }
}
