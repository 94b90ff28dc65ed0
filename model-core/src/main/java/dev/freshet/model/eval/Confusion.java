package dev.freshet.model.eval;

/**
 * How often which class was predicted for which, in one view, and what follows from that; a fading view holds weights in a
 * unit of its own. A copy: later events leave it as it is.
 *
 * <p>0 / 0 is 0 where the class occurred as a label or as a prediction, as scikit-learn has it, and NaN where it did not.
 * Averages over classes ("macro") are over those that occurred. Averages over events ("micro") of precision, recall and F1
 * all equal the accuracy, since every event has one label and one prediction.
 */
public final class Confusion {
    private final int classes;
    private final double[] tally;
    private final double[] labels;
    private final double[] predictions;
    private final double[] hits;

    /** @param tally as {@link ClassTally} draws it */
    Confusion(int classes, double[] tally) {
        this.classes = classes;
        this.tally = tally.clone();
        labels = new double[classes];
        predictions = new double[classes];
        hits = new double[classes];
        if (ClassTally.hasMatrix(classes)) {
            readMatrix();
        } else {
            System.arraycopy(tally, ClassTally.CELLS, labels, 0, classes);
            System.arraycopy(tally, ClassTally.CELLS + classes, predictions, 0, classes);
            System.arraycopy(tally, ClassTally.CELLS + 2 * classes, hits, 0, classes);
        }
    }

    private void readMatrix() {
        for (int i = 0; i < classes; i++) {
            for (int j = 0; j < classes; j++) {
                double cell = count(i, j);
                labels[i] += cell;
                predictions[j] += cell;
            }
            hits[i] = count(i, i);
        }
    }

    public int classes() {
        return classes;
    }

    /** Events, or their weight. */
    public double total() {
        return tally[ClassTally.WEIGHT];
    }

    /**
     * Events of class {@code truth} for which {@code prediction} was predicted.
     *
     * @throws IllegalStateException beyond 64 classes, where the matrix is too large to be kept for every key
     */
    public double count(int truth, int prediction) {
        if (!ClassTally.hasMatrix(classes)) {
            throw new IllegalStateException("a confusion matrix is kept up to 64 classes: got " + classes());
        }
        return tally[ClassTally.CELLS + requireClass(truth) * classes() + requireClass(prediction)];
    }

    /** Events of class {@code k}. */
    public double labels(int k) {
        return labels[requireClass(k)];
    }

    /** Events for which class {@code k} was predicted. */
    public double predictions(int k) {
        return predictions[requireClass(k)];
    }

    /** Events of class {@code k} for which it was predicted. */
    public double hits(int k) {
        return hits[requireClass(k)];
    }

    /** Share of events whose class was predicted. */
    public double accuracy() {
        return (total() - tally[ClassTally.ERRORS]) / total();
    }

    /** Share of the predictions of class {@code k} that were right. */
    public double precision(int k) {
        return share(k, hits[requireClass(k)], predictions[k]);
    }

    /** Share of the labels of class {@code k} that were predicted. */
    public double recall(int k) {
        return share(k, hits[requireClass(k)], labels[k]);
    }

    /** Harmonic mean of precision and recall of class {@code k}: 2 hits / (labels + predictions). */
    public double f1(int k) {
        return share(k, 2 * hits[requireClass(k)], labels[k] + predictions[k]);
    }

    private double share(int k, double part, double whole) {
        if (whole == 0) {
            return labels[k] + predictions[k] > 0 ? 0 : Double.NaN;
        }
        return part / whole;
    }

    private interface OfClass {
        double at(int k);
    }

    /** Mean precision of the classes that occurred. */
    public double macroPrecision() {
        return mean(this::precision);
    }

    /** Mean recall of the classes that occurred. */
    public double macroRecall() {
        return mean(this::recall);
    }

    /** Mean F1 of the classes that occurred. */
    public double macroF1() {
        return mean(this::f1);
    }

    /** Mean recall of the classes that have labels. */
    public double balancedAccuracy() {
        return mean(k -> labels[k] > 0 ? recall(k) : Double.NaN);
    }

    /** Of what is a number. */
    private double mean(OfClass metric) {
        double sum = 0;
        int n = 0;
        for (int k = 0; k < classes(); k++) {
            double value = metric.at(k);
            if (!Double.isNaN(value)) {
                sum += value;
                n++;
            }
        }
        return sum / n;
    }

    /**
     * Cohen's kappa, (p₀ − pₑ) / (1 − pₑ): how far the accuracy p₀ is above that of guessing with the same frequencies,
     * pₑ = Σ labels · predictions; NaN if both are always the same class.
     *
     * @see <a href="https://doi.org/10.1177/001316446002000104">Cohen (1960)</a>
     */
    public double kappa() {
        double chance = disagreement(labels, predictions);
        return chance > 0 ? 1 - tally[ClassTally.ERRORS] / total() / chance : Double.NaN;
    }

    /**
     * Matthews' correlation of labels and predictions, for any number of classes: (p₀ − Σ l p) / √((1 − Σ l²)(1 − Σ p²))
     * with the classes' shares l and p; 0 if one of both is always the same class, NaN if both are that one.
     *
     * @see <a href="https://doi.org/10.1016/j.compbiolchem.2004.09.006">Gorodkin (2004)</a>
     */
    public double mcc() {
        double chance = disagreement(labels, predictions);
        if (!(chance > 0)) {
            return Double.NaN;
        }
        double spread = disagreement(labels, labels) * disagreement(predictions, predictions);
        return spread > 0 ? (chance - tally[ClassTally.ERRORS] / total()) / Math.sqrt(spread) : 0;
    }

    /** 1 − Σ aₖ bₖ of shares, as the sum of what differs: of the aₖ, each with all bⱼ before and after k. */
    private double disagreement(double[] a, double[] b) {
        double sum = 0;
        double before = 0;
        for (int k = 0; k < classes; k++) {
            sum += a[k] / total() * before;
            before += b[k] / total();
        }
        double after = 0;
        for (int k = classes - 1; k >= 0; k--) {
            sum += a[k] / total() * after;
            after += b[k] / total();
        }
        return sum;
    }

    private int requireClass(int k) {
        if (!(k >= 0 && k < classes())) {
            throw new IllegalArgumentException("class must lie in [0, " + classes() + "): got " + k);
        }
        return k;
    }
}
