package dev.freshet.model;

import dev.freshet.model.loss.Output;
import java.util.Arrays;

/**
 * How the last layer's output becomes a prediction: a number as it is, probabilities as they are, the probability p of
 * class 1 as (1 − p, p), and a hinge's scores by sigmoid or softmax, which order classes rightly and are not calibrated.
 */
final class Readout {
    private final int width;
    private final boolean number;
    private final boolean scores;

    Readout(LearnerSpec spec) {
        width = spec.task().predictionWidth();
        number = spec.task() instanceof Task.Regression;
        scores = spec.loss().output() == Output.SCORES;
    }

    /** Fills {@code to[at .. at + predictionWidth)} from the {@code n} outputs that begin at {@code from}. */
    void read(float[] output, int from, int n, float[] to, int at) {
        if (n > 1) {
            System.arraycopy(output, from, to, at, n);
            if (scores) {
                Activation.SOFTMAX.apply(to, at, n);
            }
            return;
        }
        float one = scores ? FloatMath.sigmoid(output[from]) : output[from];
        to[at] = number ? one : 1 - one;
        if (!number) {
            to[at + 1] = one;
        }
    }

    /** What is said where the output is not finite: 0, or the same probability for each class. */
    void neutral(float[] to, int at) {
        Arrays.fill(to, at, at + width, number ? 0 : 1f / width);
    }
}
