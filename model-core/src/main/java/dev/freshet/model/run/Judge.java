package dev.freshet.model.run;

import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.Task;
import dev.freshet.model.eval.Evaluation;
import dev.freshet.model.eval.View;
import dev.freshet.model.eval.Views;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Metrics of one run, apart from those that a key's state keeps. */
final class Judge {
    private final Evaluation evaluation;
    private final double[][] state;
    private final Views losses;
    private double[] loss;

    Judge(Learner learner, int window) {
        Views views = new Views(window, learner.spec().metrics().fading());
        evaluation = learner.spec().task() instanceof Task.Classification c
                ? Evaluation.classification(c.classes().size(), views)
                : Evaluation.regression(views);
        state = evaluation.init();
        losses = views;
        loss = views.init();
    }

    /** Takes in the prediction {@code predictions[at ..]} of a labelled example. */
    void add(float[] predictions, int at, Example example, double itsLoss) {
        evaluation.update(state, predictions, at, example.label());
        loss = losses.add(loss, itsLoss);
    }

    /** Log loss or squared error, whatever the training makes small. */
    double loss(float[] predictions, int at, Example example) {
        return evaluation.loss(predictions, at, example.label());
    }

    long count() {
        return evaluation.count(state);
    }

    double loss(View view) {
        return losses.value(loss, view);
    }

    Map<String, Double> metrics(View view) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (String name : evaluation.series()) {
            metrics.put(name, evaluation.value(state, name, view));
        }
        return Collections.unmodifiableMap(metrics);
    }
}
