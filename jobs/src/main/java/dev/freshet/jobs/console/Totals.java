package dev.freshet.jobs.console;

import dev.freshet.model.LearnerState;
import dev.freshet.model.eval.ClassEvaluation;
import dev.freshet.model.eval.Evaluation;

/** Counts by fate and the metrics of all events over the keys that were added, in that order. */
public final class Totals {
    private final Evaluation evaluation;
    private final double[] total;
    private final long[] labelCounts;
    private long labelled;
    private long predicted;
    private long trained;
    private long refused;
    private long unlabelled;
    private long open;

    Totals(Evaluation evaluation) {
        this.evaluation = evaluation;
        total = evaluation.total();
        labelCounts = new long[evaluation instanceof ClassEvaluation classes ? classes.classes() : 0];
    }

    void add(LearnerState state, double[][] metrics) {
        predicted += state.predicted();
        trained += state.trained();
        refused += state.refused();
        unlabelled += state.unlabelled();
        open += state.open();
        labelled += evaluation.count(metrics);
        evaluation.addTo(total, metrics);
        if (evaluation instanceof ClassEvaluation classes) {
            for (int k = 0; k < labelCounts.length; k++) {
                labelCounts[k] += classes.labelCount(metrics, k);
            }
        }
    }

    /** A metric over all labelled events of all keys; NaN without any. */
    public double value(String metric) {
        return evaluation.value(total, metric);
    }

    /** Log loss of the best constant in hindsight, over all keys together; NaN for a regression. */
    public double bestConstant() {
        return labelCounts.length == 0 ? Double.NaN : ClassEvaluation.bestConstantLogLoss(labelCounts);
    }

    public long predicted() {
        return predicted;
    }

    public long trained() {
        return trained;
    }

    public long refused() {
        return refused;
    }

    public long unlabelled() {
        return unlabelled;
    }

    public long open() {
        return open;
    }

    public long labelled() {
        return labelled;
    }
}
