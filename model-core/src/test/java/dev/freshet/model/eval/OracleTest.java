package dev.freshet.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every metric in every view, from the first event on, beside one that keeps all events and counts anew. */
class OracleTest {
    private static final int EVENTS = 160;

    @ParameterizedTest
    @CsvSource({
        "2, 1, 0.9",
        "2, 3, 0.5",
        "2, 8, 1",
        "2, 50, 0.98",
        "2, 1000, 0.999",
        "3, 2, 0.7",
        "3, 17, 0.9",
        "4, 100, 0.99",
        "9, 40, 0.95",
        "64, 33, 0.9",
        "65, 33, 0.9"
    })
    void aClassificationIsWhatItsOracleSays(int classes, int window, double fading) {
        Views views = new Views(window, fading);
        ClassEvaluation evaluation = new ClassEvaluation(classes, views);
        ClassOracle oracle = new ClassOracle(classes, views);
        SplittableRandom random = new SplittableRandom(31L * classes + window);
        double[][] state = evaluation.init();
        int truth = 0;
        for (int i = 1; i <= EVENTS; i++) {
            truth = random.nextInt(3) == 0 ? random.nextInt(i < 30 ? Math.min(classes, 2) : classes) : truth;
            float[] prediction = Predictions.random(random, classes, truth);
            evaluation.update(state, prediction, 0, truth);
            oracle.add(prediction, truth);
            if (i < 12 || i % 13 == 0) {
                for (String metric : evaluation.metrics()) {
                    for (View view : View.values()) {
                        double expected = oracle.value(metric, view);
                        assertThat(evaluation.value(state, metric, view))
                                .as("%s %s after %s", view, metric, i)
                                .isEqualTo(expected, within(tolerance(expected)));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0.9, 0", "2, 0.5, 0", "8, 1, 0", "9, 0.98, 100", "100, 0.9, 1e4", "1000, 0.999, -10"})
    void aRegressionIsWhatItsOracleSays(int window, double fading, double offset) {
        Views views = new Views(window, fading);
        ValueEvaluation evaluation = new ValueEvaluation(views);
        ValueOracle oracle = new ValueOracle(views);
        SplittableRandom random = new SplittableRandom(window);
        double[][] state = evaluation.init();
        for (int i = 1; i <= EVENTS; i++) {
            double y = offset + random.nextDouble(-1, 1) + i / 50.0;
            float prediction = (float) (y + random.nextDouble(-0.5, 0.5));
            evaluation.update(state, new float[] {7, prediction}, 1, y);
            oracle.add(prediction, y);
            for (String metric : evaluation.metrics()) {
                for (View view : View.values()) {
                    double expected = oracle.value(metric, view);
                    assertThat(evaluation.value(state, metric, view))
                            .as("%s %s after %s", view, metric, i)
                            .isEqualTo(expected, within(tolerance(expected)));
                }
            }
        }
    }

    private static double tolerance(double expected) {
        return Double.isNaN(expected) ? 0 : 1e-9 * (1 + Math.abs(expected));
    }
}
