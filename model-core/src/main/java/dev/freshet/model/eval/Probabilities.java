package dev.freshet.model.eval;

import dev.freshet.model.math.DoubleMath;

/** What one vector of class probabilities is worth; an entry that is no number counts as 0. */
final class Probabilities {
    private static final double CLIP = 1e-7;

    private Probabilities() {}

    /** The first of the largest of {@code p[at .. at + classes)}. */
    static int largest(int classes, float[] p, int at) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (p[at + k] > p[at + best]) {
                best = k;
            }
        }
        return best;
    }

    /** −ln of the true class's probability, clipped to [1e-7, 1 − 1e-7]. */
    static double logLoss(double p) {
        return -DoubleMath.log(p > CLIP ? Math.min(p, 1 - CLIP) : CLIP);
    }

    /** Σ (pₖ − [k is true])², of two classes over class 1 alone. */
    static double brier(int classes, float[] p, int at, int truth) {
        double sum = 0;
        for (int k = classes == 2 ? 1 : 0; k < classes; k++) {
            double gap = clipped(p[at + k]) - (k == truth ? 1.0 : 0.0);
            sum += gap * gap;
        }
        return sum;
    }

    /** In [0, 1], never −0. */
    static float clipped(float p) {
        return p > 0 ? Math.min(p, 1) : 0;
    }
}
