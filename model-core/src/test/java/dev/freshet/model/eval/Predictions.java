package dev.freshet.model.eval;

import java.util.SplittableRandom;

/** Draws class probabilities: right more often than not, with ties, and at times with an entry that is none. */
final class Predictions {

    private Predictions() {}

    static float[] random(SplittableRandom random, int classes, int truth) {
        float[] p = new float[classes];
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            p[k] = (float) random.nextDouble() + (k == truth ? 0.6f * (float) random.nextDouble() : 0);
            sum += p[k];
        }
        boolean tied = random.nextInt(3) == 0;
        for (int k = 0; k < classes; k++) {
            p[k] = tied ? Math.round(10 * p[k] / sum) / 10f : (float) (p[k] / sum);
        }
        if (random.nextInt(20) == 0) {
            float[] none = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 2, -1};
            p[random.nextInt(classes)] = none[random.nextInt(none.length)];
        }
        return p;
    }
}
