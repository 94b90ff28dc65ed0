package dev.freshet.model.eval;

import java.util.List;

/**
 * Judges class probabilities. The predicted class is the first of the largest; a probability that is no number counts as 0.
 * Metrics, all in three views, the AUC in the window alone:
 *
 * <ul>
 *   <li>{@code accuracy, balancedAccuracy, kappa, mcc, macroPrecision, macroRecall, macroF1, microF1}: see
 *       {@link Confusion}; of two classes also {@code precision, recall, f1} of class 1
 *   <li>{@code kappaTemporal, kappaM}: (accuracy − baseline) / (1 − baseline) over {@code noChangeAccuracy} and
 *       {@code majorityAccuracy}: 1 at best, 0 if no better, NaN if the baseline is always right
 *   <li>{@code logLoss} in nats, the probability of the true class clipped to [1e-7, 1 − 1e-7]
 *   <li>{@code brier}: of two classes the mean of (p − y)² with p of class 1, else of Σ (pₖ − [k is true])²
 *   <li>{@code calibrationError}: the expected calibration error over ten bins of equal width, Σ n/N |mean p − share that
 *       came true|, where p is of class 1 if there are two classes, else of the predicted class
 *   <li>{@code auc} of two classes: exact, ties one half, NaN if a class is missing in the window
 *   <li>{@code noChangeAccuracy} of predicting the label before, class 0 at first, as MOA does; {@code majorityAccuracy} of
 *       predicting the most frequent label so far, the lowest of equals, class 0 at first
 * </ul>
 *
 * <p>The state: {@link ClassTally} of all events; the same, fading; the number of labels of each class, the last label, the
 * most frequent label, the fading weight of the next event; then rings of {@link Verdict}s, losses and, beyond two classes,
 * Brier scores. Rather than that all sums fade, the weight of an event grows by 1/α from one to the next, which is the same
 * and touches only what the event adds to; beyond 1e100 all are scaled.
 *
 * @param classes in [2, 65536]; a prediction holds so many probabilities
 * @see <a href="https://doi.org/10.1007/s10994-014-5441-4">Žliobaitė et al. (2015), for kappa-temporal</a>
 * @see <a href="https://doi.org/10.1145/2783258.2783372">Bifet et al. (2015), for kappa-m</a>
 * @see <a href="https://doi.org/10.1007/s10115-017-1022-8">Brzezinski and Stefanowski (2017), for the AUC of a window</a>
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al. (2017), for the calibration error</a>
 */
public record ClassEvaluation(int classes, Views views) implements Evaluation {
    private static final int CUMULATIVE = 0;
    private static final int FADING = 1;
    private static final int BASELINES = 2;
    private static final int VERDICTS = 3;
    private static final int LOSSES = 4;
    private static final int BRIERS = 5;

    public ClassEvaluation {
        if (!(classes >= 2 && classes <= 65_536)) {
            throw new IllegalArgumentException("task.classes must be 2 to 65536: got " + classes);
        }
    }

    @Override
    public List<String> metrics() {
        return views.none()
                ? List.of()
                : ClassMetric.table(classes).stream().map(ClassMetric::name).toList();
    }

    private int rows() {
        return views.none() ? 0 : classes == 2 ? BRIERS : BRIERS + 1;
    }

    @Override
    public double[][] init() {
        double[][] state = new double[rows()][];
        for (int row = 0; row < state.length; row++) {
            state[row] = row < BASELINES ? total() : Ring.init(views.window());
        }
        if (!views.none()) {
            state[BASELINES] = ClassBaselines.init(classes);
        }
        return state;
    }

    @Override
    public long maxLength() {
        return views.none()
                ? 0
                : 2L * ClassTally.length(classes)
                        + ClassBaselines.length(classes)
                        + (rows() - VERDICTS) * (long) views.window();
    }

    @Override
    public double update(double[][] state, float[] prediction, int at, double label) {
        int truth = requireClass(label);
        double loss = Probabilities.logLoss(prediction[at + truth]);
        if (!views.none()) {
            double brier = Probabilities.brier(classes, prediction, at, truth);
            judge(state, verdict(state[BASELINES], prediction, at, truth), loss, brier);
            ClassBaselines.fade(classes, state[BASELINES], state[FADING], views.fading());
            ClassBaselines.learn(classes, state[BASELINES], truth);
        }
        return loss;
    }

    private long verdict(double[] baselines, float[] prediction, int at, int truth) {
        int predicted = predictedClass(prediction, at);
        return Verdict.of(
                truth,
                predicted,
                prediction[at + (classes == 2 ? 1 : predicted)],
                ClassBaselines.last(classes, baselines) == truth,
                ClassBaselines.mostFrequent(classes, baselines) == truth);
    }

    private void judge(double[][] state, long verdict, double loss, double brier) {
        keep(state, verdict, loss, brier);
        ClassTally.add(classes, state[CUMULATIVE], 1, verdict, loss, brier);
        ClassTally.add(classes, state[FADING], ClassBaselines.weight(classes, state[BASELINES]), verdict, loss, brier);
    }

    private void keep(double[][] state, long verdict, double loss, double brier) {
        long n = count(state);
        int window = views.window();
        state[VERDICTS] = Ring.put(state[VERDICTS], window, n, Double.longBitsToDouble(verdict));
        state[LOSSES] = Ring.put(state[LOSSES], window, n, loss);
        if (classes > 2) {
            state[BRIERS] = Ring.put(state[BRIERS], window, n, brier);
        }
    }

    @Override
    public double error(float[] prediction, int at, double label) {
        return predictedClass(prediction, at) == label ? 0 : 1;
    }

    @Override
    public double loss(float[] prediction, int at, double label) {
        return Probabilities.logLoss(prediction[at + requireClass(label)]);
    }

    /** The first of the largest of {@code prediction[at .. at + classes)}. */
    public int predictedClass(float[] prediction, int at) {
        return Probabilities.largest(classes, prediction, at);
    }

    /** Which class was predicted for which, in one view. */
    public Confusion confusion(double[][] state, View view) {
        return new Confusion(classes, tally(state, view));
    }

    @Override
    public double[] values(double[][] state, View view) {
        if (views.none()) {
            return new double[0];
        }
        double[] values = values(tally(state, view));
        if (classes == 2 && view == View.WINDOW) {
            values[indexOf(ClassMetric.AUC)] = Auc.of(state[VERDICTS], Ring.size(count(state), views.window()));
        }
        return values;
    }

    private double[] tally(double[][] state, View view) {
        if (views.none()) {
            return total();
        }
        return switch (view) {
            case CUMULATIVE -> state[CUMULATIVE];
            case FADING -> state[FADING];
            case WINDOW -> windowTally(state);
        };
    }

    private double[] windowTally(double[][] state) {
        double[] tally = total();
        int size = Ring.size(count(state), views.window());
        for (int i = 0; i < size; i++) {
            long verdict = Double.doubleToRawLongBits(state[VERDICTS][i]);
            ClassTally.add(classes, tally, 1, verdict, state[LOSSES][i], brierAt(state, i, verdict));
        }
        return tally;
    }

    /** Of two classes, the verdict tells it. */
    private double brierAt(double[][] state, int i, long verdict) {
        if (classes > 2) {
            return state[BRIERS][i];
        }
        double gap = Verdict.p(verdict) - (double) Verdict.truth(verdict);
        return gap * gap;
    }

    @Override
    public double[] total() {
        return new double[ClassTally.length(classes)];
    }

    @Override
    public void addTo(double[] total, double[][] state) {
        if (!views.none()) {
            for (int i = 0; i < total.length; i++) {
                total[i] += state[CUMULATIVE][i];
            }
        }
    }

    @Override
    public double[] values(double[] total) {
        Confusion confusion = new Confusion(classes, total);
        return views.none()
                ? new double[0]
                : ClassMetric.table(classes).stream()
                        .mapToDouble(m -> m.formula().of(confusion, total))
                        .toArray();
    }

    /** Labels of class {@code k} so far. */
    public long labelCount(double[][] state, int k) {
        if (!(k >= 0 && k < classes)) {
            throw new IllegalArgumentException("class must lie in [0, " + classes + "): got " + k);
        }
        return views.none() ? 0 : (long) state[BASELINES][k];
    }

    /** Labels of each class so far, a new array (classes). */
    public long[] labelCounts(double[][] state) {
        long[] counts = new long[classes];
        for (int k = 0; k < classes; k++) {
            counts[k] = labelCount(state, k);
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
        if (views.none() || state.length != rows()) {
            return state.length == rows();
        }
        return ClassTally.validCounts(classes, state[CUMULATIVE])
                && ClassTally.valid(classes, state[FADING])
                && ClassBaselines.valid(classes, state[BASELINES], confusion(state, View.CUMULATIVE), state[FADING][0])
                && validRings(state);
    }

    private boolean validRings(double[][] state) {
        int capacity = Ring.capacity(count(state), views.window());
        for (int row = VERDICTS; row < state.length; row++) {
            if (state[row].length != capacity) {
                return false;
            }
            for (double x : state[row]) {
                boolean valid = row == VERDICTS
                        ? Verdict.valid(Double.doubleToRawLongBits(x), classes)
                        : x >= 0 && x <= (row == LOSSES ? 17 : classes);
                if (!valid) {
                    return false;
                }
            }
        }
        return true;
    }

    private int requireClass(double label) {
        if (!ClassBaselines.isClass(classes, label)) {
            throw new IllegalArgumentException("label must be a class in [0, " + classes + "): got " + label);
        }
        return (int) label;
    }
}
