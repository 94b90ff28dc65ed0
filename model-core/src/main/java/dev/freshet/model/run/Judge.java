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
    private final double[] newest;
    private double sum;

    Judge(Learner learner, int window) {
        Views views = new Views(window, learner.spec().metrics().fading());
        evaluation = learner.spec().task() instanceof Task.Classification c
                ? Evaluation.classification(c.classes().size(), views)
                : Evaluation.regression(views);
        state = evaluation.init();
        newest = new double[window];
    }

    /** Takes in the prediction {@code predictions[at ..]} of an example with {@code label}. */
    void add(float[] predictions, int at, double label, double itsLoss) {
        evaluation.update(state, predictions, at, label);
        sum += itsLoss;
        newest[(int) ((count() - 1) % newest.length)] = itsLoss;
    }

    /** Log loss or squared error, whatever the training makes small. */
    double loss(float[] predictions, int at, Example example) {
        return evaluation.loss(predictions, at, example.label());
    }

    long count() {
        return evaluation.count(state);
    }

    /** The mean of all losses taken in. */
    double loss() {
        return sum / count();
    }

    /** The mean of those in the window. */
    double windowLoss() {
        int size = (int) Math.min(count(), newest.length);
        double inWindow = 0;
        for (int i = 0; i < size; i++) {
            inWindow += newest[i];
        }
        return inWindow / size;
    }

    Map<String, Double> metrics(View view) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        double[] values = evaluation.values(state, view);
        for (String name : evaluation.metrics()) {
            metrics.put(name, values[metrics.size()]);
        }
        return Collections.unmodifiableMap(metrics);
    }
}
