package dev.freshet.model.run;

import dev.freshet.model.AtRest;
import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.eval.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A {@link Prequential} under way. */
final class PrequentialRun {
    private final Prequential settings;
    private final Learner learner;
    private final AtRest atRest;
    private final LearnerState state;
    private final Consumer<Point> progress;
    private final Judge judge;
    private final List<Point> curve = new ArrayList<>();
    private final List<Example> newest = new ArrayList<>();
    private final float[] prediction;
    private final double[] unused = new double[1];

    private long examples;
    private long frozenAt = -1;
    private double bestLoss = Double.POSITIVE_INFINITY;
    private int windowsWithoutGain;

    PrequentialRun(Prequential settings, Learner learner, AtRest atRest, LearnerState state, Consumer<Point> progress) {
        this.settings = settings;
        this.learner = learner;
        this.atRest = atRest;
        this.state = state;
        this.progress = progress;
        judge = new Judge(learner, settings.window());
        prediction = new float[learner.spec().task().predictionWidth()];
    }

    void accept(Example example) {
        float[] predicted = predictThenLearn(example);
        examples++;
        if (!example.labelled()) {
            return;
        }
        judge.add(predicted, 0, example.label(), judge.loss(predicted, 0, example));
        if (settings.gap()) {
            newest.add(example);
        }
        if (judge.count() % settings.window() == 0) {
            Point point = point();
            considerFreezing(point);
        }
    }

    private float[] predictThenLearn(Example example) {
        if (frozenAt < 0) {
            return learner.observe(state, example).prediction();
        }
        atRest.score(state, List.of(example), 0, 1, prediction, unused);
        return prediction;
    }

    private Point point() {
        var point = new Point(
                judge.count(),
                judge.metrics(View.CUMULATIVE),
                judge.metrics(View.WINDOW),
                judge.windowLoss(),
                settings.gap() ? trainingLoss() : Double.NaN,
                frozenAt >= 0);
        curve.add(point);
        progress.accept(point);
        newest.clear();
        return point;
    }

    private double trainingLoss() {
        double sum = 0;
        for (Example example : newest) {
            atRest.score(state, List.of(example), 0, 1, prediction, unused);
            sum += judge.loss(prediction, 0, example);
        }
        return sum / newest.size();
    }

    private void considerFreezing(Point point) {
        Freeze freeze = settings.freeze();
        if (freeze == null || frozenAt >= 0) {
            return;
        }
        boolean gained = point.progressiveLoss() < bestLoss - freeze.minDelta();
        bestLoss = Math.min(bestLoss, point.progressiveLoss());
        windowsWithoutGain = gained ? 0 : windowsWithoutGain + 1;
        if (windowsWithoutGain == freeze.patience()) {
            frozenAt = examples;
        }
    }

    PrequentialResult end() {
        return new PrequentialResult(
                settings.window(),
                examples,
                judge.count(),
                frozenAt,
                judge.metrics(View.CUMULATIVE),
                judge.loss(),
                curve,
                state);
    }
}
