package dev.freshet.model.loss;

/**
 * −y′ log p − (1 − y′) log(1 − p) in nats, for p the probability of class 1 and y′ = y (1 − s) + s / 2. The slope along z is
 * p − y′, with no logarithm and nothing to clip; the value takes p in [1e-7, 1 − 1e-7], as Keras does.
 *
 * @param labelSmoothing s, in [0, 1)
 */
public record BinaryCrossEntropy(double labelSmoothing) implements Loss {

    public BinaryCrossEntropy {
        Probability.requireSmoothing(labelSmoothing);
    }

    @Override
    public Output output() {
        return Output.PROBABILITY;
    }

    @Override
    public double value(float[] output, int at, int n, double label) {
        double y = target(label);
        double p = output[at];
        if (labelSmoothing == 0) {
            return -Probability.log(y * p + (1 - y) * (1 - p));
        }
        return -y * Probability.log(p) - (1 - y) * Probability.log(1 - p);
    }

    @Override
    public void gradient(float[] output, int at, int n, double label, float scale, float[] d) {
        d[at] = scale * (output[at] - (float) target(label));
    }

    /** y′ of a label. */
    public double target(double label) {
        return label * (1 - labelSmoothing) + labelSmoothing / 2;
    }
}
