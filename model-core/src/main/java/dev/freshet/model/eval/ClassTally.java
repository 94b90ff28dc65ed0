package dev.freshet.model.eval;

/**
 * What is counted of classified events, each with its weight w; every metric is a ratio of these. Errors are counted, not
 * hits, since a small share of errors would be lost in a difference from 1:
 *
 * <pre>
 *  0    1     2       3        4             5            6 … 15    16 …
 * +----+-----+-------+--------+-------------+------------+---------+-------+
 * | Σw | err.| loss  | Brier  | errors of   | errors of  | gaps    | cells |
 * |    |     |       | scores | no-change   | majority   | by bin  |       |
 * +----+-----+-------+--------+-------------+------------+---------+-------+
 * </pre>
 *
 * A gap is the sum of p − [p came true] over the events whose p falls into the bin. The cells are the confusion matrix
 * (truth, prediction), row-major, up to 64 classes; beyond that, as it would be too large for a key, the labels,
 * predictions and hits of each class.
 */
final class ClassTally {
    static final int WEIGHT = 0;
    static final int ERRORS = 1;
    static final int LOSS = 2;
    static final int BRIER = 3;
    static final int NO_CHANGE_ERRORS = 4;
    static final int MAJORITY_ERRORS = 5;
    static final int GAPS = 6;
    static final int BINS = 10;
    static final int CELLS = GAPS + BINS;

    private static final int MATRIX_CLASSES = 64;

    private ClassTally() {}

    /** Whether every cell of the confusion matrix is counted. */
    static boolean hasMatrix(int classes) {
        return classes <= MATRIX_CLASSES;
    }

    static int length(int classes) {
        return CELLS + (hasMatrix(classes) ? classes * classes : 3 * classes);
    }

    static void add(int classes, double[] tally, double weight, long verdict, double loss, double brier) {
        int truth = Verdict.truth(verdict);
        int prediction = Verdict.prediction(verdict);
        float p = Verdict.p(verdict);
        boolean cameTrue = classes == 2 ? truth == 1 : truth == prediction;
        tally[WEIGHT] += weight;
        tally[LOSS] += weight * loss;
        tally[BRIER] += weight * brier;
        if (truth != prediction) {
            tally[ERRORS] += weight;
        }
        if (!Verdict.noChangeHit(verdict)) {
            tally[NO_CHANGE_ERRORS] += weight;
        }
        if (!Verdict.majorityHit(verdict)) {
            tally[MAJORITY_ERRORS] += weight;
        }
        tally[GAPS + Math.min(BINS - 1, (int) (BINS * (double) p))] += weight * (cameTrue ? p - 1.0 : p);
        addCell(classes, tally, weight, truth, prediction);
    }

    private static void addCell(int classes, double[] tally, double weight, int truth, int prediction) {
        if (hasMatrix(classes)) {
            tally[CELLS + truth * classes + prediction] += weight;
        } else {
            tally[CELLS + truth] += weight;
            tally[CELLS + classes + prediction] += weight;
            if (truth == prediction) {
                tally[CELLS + 2 * classes + truth] += weight;
            }
        }
    }

    static double calibrationError(double[] tally) {
        double gaps = 0;
        for (int bin = 0; bin < BINS; bin++) {
            gaps += Math.abs(tally[GAPS + bin]);
        }
        return gaps / tally[WEIGHT];
    }

    /** Whether no number lies beyond what events of weight {@code tally[WEIGHT]} can come to. */
    static boolean valid(int classes, double[] tally) {
        if (tally.length != length(classes)) {
            return false;
        }
        double most = (classes + 17) * tally[WEIGHT] * (1 + 1e-6);
        for (int i = 0; i < tally.length; i++) {
            boolean signed = i >= GAPS && i < CELLS;
            if (!((signed || tally[i] >= 0) && Math.abs(tally[i]) <= most)) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@link #valid}, every count a whole number, and every event in the cells. */
    static boolean validCounts(int classes, double[] tally) {
        if (!valid(classes, tally)) {
            return false;
        }
        double inCells = 0;
        for (int i = 0; i < tally.length; i++) {
            boolean counts = i < LOSS || i == NO_CHANGE_ERRORS || i == MAJORITY_ERRORS || i >= CELLS;
            if (counts && tally[i] != Math.rint(tally[i])) {
                return false;
            }
            inCells += i >= CELLS ? tally[i] : 0;
        }
        return inCells == (hasMatrix(classes) ? tally[WEIGHT] : 3 * tally[WEIGHT] - tally[ERRORS]);
    }
}
