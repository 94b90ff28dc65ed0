package dev.freshet.jobs.learn;

import dev.freshet.model.eval.Evaluation;
import dev.freshet.model.eval.View;
import org.jspecify.annotations.Nullable;

/**
 * Which models may answer: those whose errors in the newest window of events are no more than a baseline's, which needs no
 * model. Of what is held back the history tells, with both numbers.
 */
public enum QualityGate {
    /** All of them. */
    NONE,
    /** Beside the class that was seen most often, for a task of classes. */
    MAJORITY,
    /** Beside the mean of the labels so far, for a regression. */
    MEAN,
    /** Beside the label that came last. */
    NO_CHANGE;

    /**
     * What a model's window came to.
     *
     * @param model share of wrong classes, or mean squared error; NaN where no event has been judged
     * @param baseline likewise
     */
    record Verdict(double model, double baseline) {
        /** A model that cannot be judged yet is not held back: one has to begin. */
        boolean held() {
            return model > baseline;
        }
    }

    /** Whether the baseline is one of such tasks; {@code classes} of a task that has classes. */
    public boolean suits(boolean classes) {
        return this == NONE || this == NO_CHANGE || classes == (this == MAJORITY);
    }

    /** Null where nothing is judged. */
    @Nullable
    Verdict judge(Evaluation evaluation, double[][] metrics) {
        if (this == NONE || evaluation.views().none()) {
            return null;
        }
        double[] window = evaluation.values(metrics, View.WINDOW);
        boolean classes = evaluation.metrics().contains("accuracy");
        String baseline = switch (this) {
            case MAJORITY -> "majorityAccuracy";
            case MEAN -> "meanBaselineSquaredError";
            default -> classes ? "noChangeAccuracy" : "noChangeSquaredError";
        };
        double model = window[evaluation.indexOf(classes ? "accuracy" : "squaredError")];
        double other = window[evaluation.indexOf(baseline)];
        return classes ? new Verdict(1 - model, 1 - other) : new Verdict(model, other);
    }
}
