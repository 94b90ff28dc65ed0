package dev.freshet.model.eval;

import java.util.List;

/**
 * Judges predicted numbers, in the label's unit. Series, each the mean of one number per event: {@code absoluteError} (its
 * mean is the MAE) and {@code squaredError} (the MSE) of the model, {@code noChangeAbsoluteError} and
 * {@code noChangeSquaredError} of predicting the label before, {@code meanBaselineAbsoluteError} and
 * {@code meanBaselineSquaredError} of predicting the mean of the labels so far; both baselines predict 0 at first.
 *
 * <p>An absolute error stops at {@link Float#MAX_VALUE}, which is also the error of a prediction that is no number; labels
 * beyond ± that bound enter the baselines as that bound.
 *
 * <p>The baselines' row: labels so far, their mean, Σ (label − mean)² (Welford), the last label.
 */
public record ValueEvaluation(Views views) implements Evaluation {
    private static final List<String> SERIES = List.of(
            "absoluteError",
            "squaredError",
            "noChangeAbsoluteError",
            "noChangeSquaredError",
            "meanBaselineAbsoluteError",
            "meanBaselineSquaredError");
    private static final int MODEL = 0;
    private static final int NO_CHANGE = 2;
    private static final int MEAN_BASELINE = 4;
    private static final int BASELINE = 6;

    private static final int COUNT = 0;
    private static final int MEAN = 1;
    private static final int DEVIATION = 2;
    private static final int LAST = 3;
    private static final int BASELINE_LENGTH = 4;

    @Override
    public List<String> series() {
        return SERIES;
    }

    @Override
    public double[][] init() {
        return Rows.init(views, BASELINE, BASELINE_LENGTH);
    }

    @Override
    public void update(double[][] state, float[] prediction, int at, double label) {
        double y = requireFinite(label);
        double[] baseline = state[BASELINE];
        judge(state, MODEL, error(prediction, at, label));
        judge(state, NO_CHANGE, distance(baseline[LAST], y));
        judge(state, MEAN_BASELINE, distance(baseline[MEAN], y));
        learn(baseline, Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, y)));
    }

    private void judge(double[][] state, int series, double error) {
        Rows.add(views, state, series, error);
        Rows.add(views, state, series + 1, error * error);
    }

    private static void learn(double[] baseline, double y) {
        double n = ++baseline[COUNT];
        double fromOldMean = y - baseline[MEAN];
        baseline[MEAN] += fromOldMean / n;
        baseline[DEVIATION] += fromOldMean * (y - baseline[MEAN]);
        baseline[LAST] = y;
    }

    @Override
    public double error(float[] prediction, int at, double label) {
        return distance(prediction[at], requireFinite(label));
    }

    @Override
    public double loss(float[] prediction, int at, double label) {
        double error = error(prediction, at, label);
        return error * error;
    }

    private static double distance(double prediction, double label) {
        double d = Math.abs(prediction - label);
        return d < Float.MAX_VALUE ? d : Float.MAX_VALUE;
    }

    /** Root mean squared error of the model, in the label's unit. */
    public double rmse(double[][] state, View view) {
        return Math.sqrt(value(state, MODEL + 1, view));
    }

    /** The mean squared error of the best constant prediction in hindsight: the labels' variance; NaN for none. */
    public double bestConstantSquaredError(double[][] state) {
        return state[BASELINE][DEVIATION] / state[BASELINE][COUNT];
    }

    @Override
    public boolean validState(double[][] state) {
        return Rows.valid(views, state, BASELINE, BASELINE_LENGTH)
                && state[BASELINE][COUNT] == count(state)
                && state[BASELINE][DEVIATION] >= 0;
    }

    private static double requireFinite(double label) {
        if (!Double.isFinite(label)) {
            throw new IllegalArgumentException("label must be finite: got " + label);
        }
        return label;
    }
}
