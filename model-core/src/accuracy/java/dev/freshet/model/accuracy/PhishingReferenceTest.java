package dev.freshet.model.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.Activation;
import dev.freshet.model.AtRest;
import dev.freshet.model.Dense;
import dev.freshet.model.Example;
import dev.freshet.model.Initializer;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.data.Dataset;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.eval.ClassEvaluation;
import dev.freshet.model.eval.View;
import dev.freshet.model.eval.Views;
import dev.freshet.model.optim.Optimizers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Prequential logistic regression on phishing_river as the field computes it: an own loop in double precision reaches the
 * published digits, and the library, told to keep that loop's order, comes as close to the loop as float32 lets it.
 */
class PhishingReferenceTest {
    private static final double RATE = 0.1;

    private final Dataset data = Stream.named("phishing_river")
            .open(Path.of(Objects.requireNonNull(System.getProperty("data"), "give -Ddata=DIR")));
    private final List<Example> rows = data.toList();

    PhishingReferenceTest() throws IOException {}

    @Test
    void aStepPerEventReachesThePublishedDigits() {
        double[] p = LogisticLoop.run(rows, 1, RATE, 0.01);

        assertThat(LogisticLoop.logLoss(rows, p)).isEqualTo(0.2705944229105603, within(1e-12));
        ClassEvaluation evaluation = new ClassEvaluation(2, new Views(100, 0.999));
        double[][] state = judged(evaluation, p);
        assertThat(evaluation.value(state, "accuracy", View.CUMULATIVE)).isEqualTo(0.8896, within(1e-12));
        assertThat(evaluation.value(state, "accuracy", View.FADING)).isEqualTo(0.8979976249982256, within(1e-12));
        assertThat(evaluation.value(state, "accuracy", View.WINDOW)).isEqualTo(0.89, within(1e-12));
        assertThat(evaluation.value(state, "kappaTemporal", View.CUMULATIVE))
                .isEqualTo(0.7722772277227722, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"16, .8768, .37247948", "32, .8792, .43707221", "64, .8656, .51128105"})
    void miniBatchesReachThePublishedDigits(int batch, double accuracy, double logLoss) {
        double[] p = LogisticLoop.run(rows, batch, RATE, 0.01);

        assertThat(LogisticLoop.accuracy(rows, p)).isEqualTo(accuracy, within(1e-12));
        assertThat(LogisticLoop.logLoss(rows, p)).isEqualTo(logLoss, within(5e-9));
    }

    /** One rate for all parameters, as a network has it. */
    @ParameterizedTest
    @CsvSource({"1", "16", "32", "64"})
    void theLibraryInThatOrderComesWithinItsRounding(int batch) {
        double[] oracle = LogisticLoop.run(rows, batch, RATE, RATE);

        double[] p = byLibrary(batch);

        assertThat(LogisticLoop.accuracy(rows, p)).isEqualTo(LogisticLoop.accuracy(rows, oracle), within(1e-12));
        assertThat(LogisticLoop.logLoss(rows, p)).isEqualTo(LogisticLoop.logLoss(rows, oracle), within(1e-6));
    }

    /** Predicts a batch with the scaler as it was, lets the scaler take it in, scales it again and steps. */
    private double[] byLibrary(int batch) {
        Learner learner = new Learner(LearnerSpec.classification("0", "1")
                .features(new Numbers(data.schema().numbers(), Scaling.STANDARD))
                .network(new Dense(1, Activation.SIGMOID, Initializer.ZEROS))
                .optimizer(Optimizers.sgd(RATE))
                .build());
        LearnerState state = learner.init("phishing");
        AtRest atRest = new AtRest(learner);
        double[] p = new double[rows.size()];
        float[] predictions = new float[2 * batch];
        for (int from = 0; from < p.length; from += batch) {
            int to = Math.min(p.length, from + batch);
            atRest.score(state, rows, from, to, predictions, new double[batch]);
            for (int i = from; i < to; i++) {
                p[i] = predictions[2 * (i - from) + 1];
                atRest.adapt(state, rows.get(i));
            }
            atRest.step(state, rows, from, to, predictions, new double[batch]);
        }
        return p;
    }

    private double[][] judged(ClassEvaluation evaluation, double[] p) {
        double[][] state = evaluation.init();
        for (int i = 0; i < p.length; i++) {
            // as the field decides a tie: class 1 needs more than one half
            evaluation.update(
                    state,
                    new float[] {(float) (1 - p[i]), (float) p[i]},
                    0,
                    rows.get(i).label());
        }
        return state;
    }
}
