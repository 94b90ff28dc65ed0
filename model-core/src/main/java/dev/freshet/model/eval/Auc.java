package dev.freshet.model.eval;

import java.util.Arrays;

/** The area under the ROC curve of verdicts of two classes. */
final class Auc {

    private Auc() {}

    /**
     * The share of pairs (event of class 1, event of class 0) in which the former has the larger p, ties one half; counted
     * in whole numbers.
     *
     * @param verdicts as doubles; the first {@code size} are read
     * @return NaN if one class is missing: nothing was ranked, and the 1 that some report would pass for a perfect ranking
     */
    static double of(double[] verdicts, int size) {
        long[] sorted = new long[size];
        for (int i = 0; i < size; i++) {
            long verdict = Double.doubleToRawLongBits(verdicts[i]);
            sorted[i] = (long) Float.floatToRawIntBits(Verdict.p(verdict)) << 1 | Verdict.truth(verdict);
        }
        Arrays.sort(sorted);
        long zeros = 0;
        long halves = 0;
        for (int from = 0; from < size; ) {
            int to = from;
            long ones = 0;
            while (to < size && sorted[to] >>> 1 == sorted[from] >>> 1) {
                ones += sorted[to++] & 1;
            }
            long ties = to - from - ones;
            halves += ones * (2 * zeros + ties);
            zeros += ties;
            from = to;
        }
        double pairs = (double) zeros * (size - zeros);
        return pairs == 0 ? Double.NaN : halves / (2 * pairs);
    }
}
