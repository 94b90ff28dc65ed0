package dev.freshet.model.loss;

/**
 * (p − y)², as Keras has it the mean over the outputs; with several, y is 1 for the label's class and 0 for the others
 * (the Brier score, divided by n).
 */
public record Squared() implements Loss {

    @Override
    public Output output() {
        return Output.ANY;
    }

    @Override
    public double value(float[] output, int at, int n, double label) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
            double difference = output[at + j] - target(label, j, n);
            sum += difference * difference;
        }
        return Finite.bound(sum / n);
    }

    @Override
    public void gradient(float[] output, int at, int n, double label, float scale, float[] d) {
        for (int j = 0; j < n; j++) {
            float difference = output[at + j] - (float) target(label, j, n);
            d[at + j] = scale * (2 * difference / n);
        }
    }

    private static double target(double label, int j, int n) {
        return n == 1 ? label : j == label ? 1 : 0;
    }
}
