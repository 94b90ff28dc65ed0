package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.model.encode.Scaling;
import dev.freshet.model.optim.ConstantRate;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.Optimizers;
import dev.freshet.model.optim.ScaleByAdam;
import dev.freshet.model.run.Fit;
import dev.freshet.model.run.History;
import dev.freshet.model.run.Model;
import dev.freshet.model.run.Scores;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keras's network on iris through {@link Model#fit}: the numbers of {@link IrisTest}, from raw rows. */
class FitOnIrisTest {
    private static final double FLOAT32 = 2e-5;

    @Test
    void fiveEpochsOfSgdEndAtTheLossOfTheField() {
        Model model = model(Optimizers.sgd(0.1));

        model.fit(raw(), Fit.of(5, 16).inOrder());
        Scores scores = model.evaluate(raw());

        assertThat(scores.loss()).isEqualTo(0.37058690625455, within(FLOAT32));
        assertThat(scores.metric("accuracy")).isEqualTo(0.87333, within(1e-5));
    }

    @Test
    void twentyEpochsOfAdamEndAtTheLossOfTheField() {
        Model model = model(Optimizers.adam(1e-3));

        model.fit(raw(), Fit.of(20, 16).inOrder());
        Scores scores = model.evaluate(raw());

        assertThat(scores.loss()).isEqualTo(0.4603376774771753, within(FLOAT32));
        assertThat(scores.metric("accuracy")).isEqualTo(0.82, within(1e-12));
    }

    @Test
    void twentyEpochsOfAdamAsKerasHasItEndAtTheLossOfTheField() {
        Model model = model(Optimizers.descend(
                new ConstantRate(1e-2), new ScaleByAdam(0.9, 0.999, 1e-7, ScaleByAdam.Form.EPSILON_HAT)));

        History history = model.fit(raw(), Fit.of(20, 16).inOrder());
        Scores scores = model.evaluate(raw());

        assertThat(history.epochs().get(0).training().loss()).isEqualTo(0.793957410941, within(FLOAT32));
        assertThat(scores.loss()).isEqualTo(0.078018063757, within(FLOAT32));
        assertThat(scores.metric("accuracy")).isEqualTo(0.9666666667, within(1e-9));
        assertThat((double) model.state().weights.params[0]).isCloseTo(0.651387690433, within(1e-4));
    }

    @Test
    void twentyEpochsOfAdamWithAnL2PenaltyEndAtTheLossOfTheField() {
        Model model = model(specs(Optimizers.adam(1e-2))
                .layer(new Dense(10, Activation.RELU).withL2(1e-3))
                .last(new Dense(3, Activation.SOFTMAX).withL2(1e-3)));

        model.fit(raw(), Fit.of(20, 16).inOrder());
        Scores scores = model.evaluate(raw());

        assertThat(scores.loss()).isEqualTo(0.08037272927362, within(FLOAT32));
        assertThat(scores.metric("accuracy")).isEqualTo(0.9666666667, within(1e-9));
        assertThat((double) model.state().weights.params[0]).isCloseTo(0.6034043115794744, within(1e-4));
    }

    @Test
    void theHistoryHoldsWhatEachEpochsStepsBeganFrom() {
        History history = model(Optimizers.adam(1e-2, 0.9, 0.999, 1e-7))
                .fit(raw(), Fit.of(20, 16).inOrder());

        assertThat(history.epochs()).hasSize(20);
        // Keras's form of epsilon moves the first epoch's loss by 1e-7 only
        assertThat(history.epochs().get(0).training().loss()).isEqualTo(0.793957410941, within(FLOAT32));
    }

    @Test
    void predictIsWhatEvaluateJudges() {
        Model model = model(Optimizers.adam(1e-2));
        model.fit(raw(), Fit.of(20, 16).inOrder());

        float[][] predictions = model.predict(raw());

        int right = 0;
        for (int i = 0; i < 150; i++) {
            float[] p = predictions[i];
            int best = p[0] >= p[1] && p[0] >= p[2] ? 0 : p[1] >= p[2] ? 1 : 2;
            right += best == raw().get(i).label() ? 1 : 0;
        }
        assertThat(model.evaluate(raw()).metric("accuracy")).isEqualTo(right / 150.0, within(1e-12));
    }

    private static Model model(GradientTransform optimizer) {
        return model(specs(optimizer).hidden(10, Activation.RELU));
    }

    private static Specs specs(GradientTransform optimizer) {
        return Specs.classes(3).numbers(4, Scaling.STANDARD).optimizer(optimizer);
    }

    private static Model model(Specs specs) {
        Learner learner = specs.learner();
        LearnerState state = learner.init("iris");
        double[] initial = IrisTest.initialParameters();
        for (int i = 0; i < initial.length; i++) {
            state.weights.params[i] = (float) initial[i];
        }
        return new Model(learner, state);
    }

    private static List<Example> raw() {
        Iris iris = Iris.raw();
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            rows.add(Example.of(i, iris.labels[i], iris.xs[i]));
        }
        return rows;
    }
}
