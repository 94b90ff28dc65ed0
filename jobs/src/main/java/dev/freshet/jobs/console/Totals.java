package dev.freshet.jobs.console;

import dev.freshet.model.LearnerState;
import dev.freshet.model.eval.ClassEvaluation;
import dev.freshet.model.eval.Evaluation;

/** Counts by fate and sums of each metric series over the keys that were added, in that order. */
public final class Totals {
    private final Evaluation evaluation;
    private final double[] sums;
    private final long[] labelCounts;
    private long labelled;
    private long predicted;
    private long trained;
    private long refused;
    private long unlabelled;
    private long open;

    Totals(Evaluation evaluation) {
        this.evaluation = evaluation;
        sums = new double[evaluation.series().size()];
        labelCounts = new long[evaluation instanceof ClassEvaluation classes ? classes.classes() : 0];
    }

    void add(LearnerState state, double[][] metrics) {
        predicted += state.predicted();
        trained += state.trained();
        refused += state.refused();
        unlabelled += state.unlabelled();
        open += state.open();
        labelled += evaluation.count(metrics);
        for (int i = 0; i < sums.length; i++) {
            sums[i] += evaluation.sum(metrics, i);
        }
        if (evaluation instanceof ClassEvaluation classes) {
            for (int k = 0; k < labelCounts.length; k++) {
                labelCounts[k] += classes.labelCount(metrics, k);
            }
        }
    }

    /** Mean of a series over all labelled events of all keys; NaN without any. */
    public double mean(String series) {
        return sums[evaluation.indexOf(series)] / labelled;
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
