package dev.freshet.model.eval;

import java.util.List;

/**
 * Judges predicted numbers. Metrics, all in three views:
 *
 * <ul>
 *   <li>{@code mae}, also called {@code absoluteError}, and {@code rmse}, in the label's unit; {@code squaredError} in its
 *       square
 *   <li>{@code r2}: 1 − Σ (p − y)² / Σ (y − mean of the view's labels)²; NaN where the labels are all the same
 *   <li>{@code smape}: the mean of 2 |p − y| / (|p| + |y|), in [0, 2], 0 where both are 0
 *   <li>{@code noChangeAbsoluteError, noChangeSquaredError} of predicting the label before; {@code
 *       meanBaselineAbsoluteError, meanBaselineSquaredError} of predicting the mean of the labels so far; both predict 0 at
 *       first
 * </ul>
 *
 * <p>An absolute error stops at {@link Float#MAX_VALUE}, which is also the error of a prediction that is no number; labels
 * beyond ± that bound enter the metrics as that bound.
 *
 * <p>The state: {@link ValueTally} of all events; the same, fading; the last label and the label before the window; then
 * rings of labels, signed errors and means of the labels before.
 */
public record ValueEvaluation(Views views) implements Evaluation {
    private static final int CUMULATIVE = 0;
    private static final int FADING = 1;
    private static final int BASELINES = 2;
    private static final int LABELS = 3;
    private static final int ERRORS = 4;
    private static final int MEANS = 5;
    private static final int ROWS = 6;

    private static final int LAST = 0;
    private static final int BEFORE_WINDOW = 1;

    @Override
    public List<String> metrics() {
        return views.none()
                ? List.of()
                : ValueMetric.TABLE.stream().map(ValueMetric::name).toList();
    }

    @Override
    public double[][] init() {
        if (views.none()) {
            return new double[0][];
        }
        int window = views.window();
        return new double[][] {total(), total(), new double[2], Ring.init(window), Ring.init(window), Ring.init(window)
        };
    }

    @Override
    public long maxLength() {
        return views.none() ? 0 : 2 * ValueTally.LENGTH + 2 + (ROWS - LABELS) * (long) views.window();
    }

    @Override
    public double update(double[][] state, float[] prediction, int at, double label) {
        double loss = loss(prediction, at, label);
        if (views.none()) {
            return loss;
        }
        double y = bounded(label);
        double error = bounded(prediction[at] - label);
        double last = state[BASELINES][LAST];
        double mean = state[CUMULATIVE][ValueTally.MEAN];
        keep(state, y, error, mean);
        ValueTally.add(state[CUMULATIVE], 1, y, error, last, mean);
        ValueTally.add(state[FADING], views.fading(), y, error, last, mean);
        return loss;
    }

    private void keep(double[][] state, double y, double error, double mean) {
        long n = count(state);
        int window = views.window();
        if (n >= window) {
            state[BASELINES][BEFORE_WINDOW] = state[LABELS][(int) (n % window)];
        }
        state[BASELINES][LAST] = y;
        state[LABELS] = Ring.put(state[LABELS], window, n, y);
        state[ERRORS] = Ring.put(state[ERRORS], window, n, error);
        state[MEANS] = Ring.put(state[MEANS], window, n, mean);
    }

    /** Within ± {@link Float#MAX_VALUE}; what is no number is that. */
    private static double bounded(double x) {
        return x <= Float.MAX_VALUE ? Math.max(-Float.MAX_VALUE, x) : Float.MAX_VALUE;
    }

    @Override
    public double error(float[] prediction, int at, double label) {
        return Math.abs(bounded(prediction[at] - requireFinite(label)));
    }

    @Override
    public double loss(float[] prediction, int at, double label) {
        double error = error(prediction, at, label);
        return error * error;
    }

    @Override
    public double[] values(double[][] state, View view) {
        return views.none() ? new double[0] : ValueMetric.all(tally(state, view));
    }

    private double[] tally(double[][] state, View view) {
        return switch (view) {
            case CUMULATIVE -> state[CUMULATIVE];
            case FADING -> state[FADING];
            case WINDOW -> windowTally(state);
        };
    }

    private double[] windowTally(double[][] state) {
        double[] tally = total();
        int size = Ring.size(count(state), views.window());
        int oldest = Ring.oldest(count(state), views.window());
        double last = state[BASELINES][BEFORE_WINDOW];
        for (int i = 0; i < size; i++) {
            int at = (oldest + i) % size;
            double y = state[LABELS][at];
            ValueTally.add(tally, 1, y, state[ERRORS][at], last, state[MEANS][at]);
            last = y;
        }
        return tally;
    }

    @Override
    public double[] total() {
        return new double[ValueTally.LENGTH];
    }

    @Override
    public void addTo(double[] total, double[][] state) {
        if (!views.none()) {
            ValueTally.merge(total, state[CUMULATIVE]);
        }
    }

    @Override
    public double[] values(double[] total) {
        return views.none() ? new double[0] : ValueMetric.all(total);
    }

    /** The mean squared error of the best constant prediction in hindsight: the variance of all labels; NaN for none. */
    public double bestConstantSquaredError(double[][] state) {
        return views.none()
                ? Double.NaN
                : state[CUMULATIVE][ValueTally.DEVIATION] / state[CUMULATIVE][ValueTally.COUNT];
    }

    @Override
    public boolean validState(double[][] state) {
        if (views.none() || state.length != ROWS) {
            return views.none() && state.length == 0;
        }
        if (!ValueTally.valid(state[CUMULATIVE]) || !ValueTally.valid(state[FADING])) {
            return false;
        }
        double n = state[CUMULATIVE][ValueTally.COUNT];
        return n == Math.rint(n)
                && state[FADING][ValueTally.COUNT] <= n
                && state[FADING][ValueTally.COUNT] >= Math.min(n, 1)
                && state[BASELINES].length == 2
                && validRings(state);
    }

    private boolean validRings(double[][] state) {
        int capacity = Ring.capacity(count(state), views.window());
        for (int row = BASELINES; row < ROWS; row++) {
            if (row >= LABELS && state[row].length != capacity) {
                return false;
            }
            for (double x : state[row]) {
                if (!(Math.abs(x) <= Float.MAX_VALUE)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static double requireFinite(double label) {
        if (!Double.isFinite(label)) {
            throw new IllegalArgumentException("label must be finite: got " + label);
        }
        return label;
    }
}
