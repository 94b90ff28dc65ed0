package dev.freshet.model.eval;

import java.util.List;

/**
 * Judges class probabilities. The predicted class is the first of the largest. Series, each the mean of one number per
 * event: {@code accuracy}; {@code logLoss} in nats, the probability of the true class clipped to [1e-7, 1 − 1e-7];
 * {@code noChangeAccuracy} of predicting the label before, class 0 at first, as MOA does; {@code majorityAccuracy} of
 * predicting the most frequent label so far, the lowest of equals, class 0 at first.
 *
 * <p>The baselines' row: the number of labels of each class, the last label, the most frequent label.
 *
 * @param classes in [2, 65536]; a prediction holds so many probabilities
 * @see <a href="https://doi.org/10.1007/s10994-014-5441-4">Žliobaitė et al. (2015), for kappa-temporal</a>
 * @see <a href="https://doi.org/10.1145/2783258.2783372">Bifet et al. (2015), for kappa-m</a>
 */
public record ClassEvaluation(int classes, Views views) implements Evaluation {
    private static final List<String> SERIES = List.of("accuracy", "logLoss", "noChangeAccuracy", "majorityAccuracy");
    private static final int ACCURACY = 0;
    private static final int LOG_LOSS = 1;
    private static final int NO_CHANGE = 2;
    private static final int MAJORITY = 3;
    private static final int BASELINE = 4;
    private static final double CLIP = 1e-7;

    public ClassEvaluation {
        if (!(classes >= 2 && classes <= 65_536)) {
            throw new IllegalArgumentException("task.classes must be 2 to 65536: got " + classes);
        }
    }

    @Override
    public List<String> series() {
        return SERIES;
    }

    @Override
    public double[][] init() {
        return Rows.init(views, BASELINE, classes + 2);
    }

    @Override
    public void update(double[][] state, float[] prediction, int at, double label) {
        int k = requireClass(label);
        double[] baseline = state[BASELINE];
        Rows.add(views, state, ACCURACY, 1 - error(prediction, at, label));
        Rows.add(views, state, LOG_LOSS, loss(prediction, at, label));
        Rows.add(views, state, NO_CHANGE, baseline[classes] == k ? 1 : 0);
        Rows.add(views, state, MAJORITY, baseline[classes + 1] == k ? 1 : 0);
        learn(baseline, k);
    }

    private void learn(double[] baseline, int k) {
        double count = ++baseline[k];
        int most = (int) baseline[classes + 1];
        if (count > baseline[most] || (count == baseline[most] && k < most)) {
            baseline[classes + 1] = k;
        }
        baseline[classes] = k;
    }

    @Override
    public double error(float[] prediction, int at, double label) {
        return predictedClass(prediction, at) == label ? 0 : 1;
    }

    /** −ln of the true class's probability; one that is no number counts as 0. */
    @Override
    public double loss(float[] prediction, int at, double label) {
        double p = prediction[at + requireClass(label)];
        return -StrictMath.log(p > CLIP ? Math.min(p, 1 - CLIP) : CLIP);
    }

    /** The first of the largest of {@code prediction[at .. at + classes)}. */
    public int predictedClass(float[] prediction, int at) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (prediction[at + k] > prediction[at + best]) {
                best = k;
            }
        }
        return best;
    }

    /** How far the model is above predicting the label before: 1 at best, 0 if no better, NaN if that is always right. */
    public double kappaTemporal(double[][] state, View view) {
        return kappa(value(state, ACCURACY, view), value(state, NO_CHANGE, view));
    }

    /** How far the model is above predicting the most frequent label: as {@link #kappaTemporal}. */
    public double kappaM(double[][] state, View view) {
        return kappa(value(state, ACCURACY, view), value(state, MAJORITY, view));
    }

    private static double kappa(double model, double baseline) {
        return baseline == 1 ? Double.NaN : (model - baseline) / (1 - baseline);
    }

    /** Labels of class {@code k} so far. */
    public long labelCount(double[][] state, int k) {
        if (!(k >= 0 && k < classes)) {
            throw new IllegalArgumentException("class must lie in [0, " + classes + "): got " + k);
        }
        return (long) state[BASELINE][k];
    }

    /** Labels of each class so far, a new array (classes). */
    public long[] labelCounts(double[][] state) {
        long[] counts = new long[classes];
        for (int k = 0; k < classes; k++) {
            counts[k] = (long) state[BASELINE][k];
        }
        return counts;
    }

    /** The log loss, in nats, of the best constant prediction in hindsight: the entropy of the labels; NaN for none. */
    public static double bestConstantLogLoss(long[] labelCounts) {
        double n = 0;
        for (long count : labelCounts) {
            n += count;
        }
        double entropy = n == 0 ? Double.NaN : 0;
        for (long count : labelCounts) {
            if (count > 0) {
                entropy -= count / n * StrictMath.log(count / n);
            }
        }
        return entropy;
    }

    @Override
    public boolean validState(double[][] state) {
        if (!Rows.valid(views, state, BASELINE, classes + 2)) {
            return false;
        }
        double[] baseline = state[BASELINE];
        double n = 0;
        double most = 0;
        for (int k = 0; k < classes; k++) {
            if (!Rows.whole(baseline[k])) {
                return false;
            }
            n += baseline[k];
            most = Math.max(most, baseline[k]);
        }
        return n == count(state)
                && isClass(baseline[classes])
                && isClass(baseline[classes + 1])
                && baseline[(int) baseline[classes + 1]] == most;
    }

    private boolean isClass(double label) {
        return Rows.whole(label) && label < classes;
    }

    private int requireClass(double label) {
        if (!isClass(label)) {
            throw new IllegalArgumentException("label must be a class in [0, " + classes + "): got " + label);
        }
        return (int) label;
    }
}
