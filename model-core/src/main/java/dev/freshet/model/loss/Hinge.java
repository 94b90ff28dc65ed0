package dev.freshet.model.loss;

/**
 * The margin's loss, of linear scores s. One score, t = −1 for class 0 and 1 for class 1: max(0, 1 − t s). A score per
 * class, y the label's: max(0, 1 + max over j ≠ y of s_j − s_y), as Crammer and Singer have it (Keras's categorical hinge).
 *
 * <p>Scores are no probabilities: what a learner shows for one is the sigmoid or softmax of the scores, which is not
 * calibrated.
 *
 * @see <a href="https://www.jmlr.org/papers/v2/crammer01a.html">Crammer and Singer (2001)</a>
 */
public record Hinge() implements Loss {

    @Override
    public Output output() {
        return Output.SCORES;
    }

    @Override
    public double value(float[] output, int at, int n, double label) {
        return Math.max(0, 1 - margin(output, at, n, (int) label));
    }

    @Override
    public void gradient(float[] output, int at, int n, double label, float scale, float[] d) {
        int y = (int) label;
        float slope = margin(output, at, n, y) < 1 ? scale : 0;
        if (n == 1) {
            d[at] = y == 0 ? slope : -slope;
            return;
        }
        for (int j = 0; j < n; j++) {
            d[at + j] = 0;
        }
        d[at + rival(output, at, n, y)] = slope;
        d[at + y] = -slope;
    }

    /** How far the label's score is above the best other, in double, where no difference of floats overflows. */
    private static double margin(float[] s, int at, int n, int y) {
        if (n == 1) {
            return y == 0 ? -(double) s[at] : s[at];
        }
        return (double) s[at + y] - s[at + rival(s, at, n, y)];
    }

    /** The first of the best among the other classes. */
    private static int rival(float[] s, int at, int n, int y) {
        int best = y == 0 ? 1 : 0;
        for (int j = best + 1; j < n; j++) {
            if (j != y && s[at + j] > s[at + best]) {
                best = j;
            }
        }
        return best;
    }
}
