package dev.freshet.model.loss;

/**
 * −Σ y′_j log p_j in nats, for p the probabilities of the n classes and y′ = (1 − s) for the label's class, plus s / n for
 * every class. The slope along z is p − y′, with no logarithm and nothing to clip; the value takes p in [1e-7, 1 − 1e-7], as
 * Keras does.
 *
 * @param labelSmoothing s, in [0, 1)
 * @see <a href="https://arxiv.org/abs/1512.00567">Szegedy et al. (2016), section 7, for label smoothing</a>
 */
public record CategoricalCrossEntropy(double labelSmoothing) implements Loss {

    public CategoricalCrossEntropy {
        Probability.requireSmoothing(labelSmoothing);
    }

    @Override
    public Output output() {
        return Output.PROBABILITIES;
    }

    @Override
    public double value(float[] output, int at, int n, double label) {
        double labels = -Probability.log(output[at + (int) label]);
        if (labelSmoothing == 0) {
            return labels;
        }
        double sum = 0;
        for (int j = 0; j < n; j++) {
            sum -= Probability.log(output[at + j]);
        }
        return (1 - labelSmoothing) * labels + labelSmoothing / n * sum;
    }

    @Override
    public void gradient(float[] output, int at, int n, double label, float scale, float[] d) {
        float others = (float) (labelSmoothing / n);
        float labels = (float) (1 - labelSmoothing + labelSmoothing / n);
        for (int j = 0; j < n; j++) {
            d[at + j] = scale * (output[at + j] - others);
        }
        int y = at + (int) label;
        d[y] = scale * (output[y] - labels);
    }
}
