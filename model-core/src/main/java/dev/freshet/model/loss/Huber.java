package dev.freshet.model.loss;

/**
 * With e = p − y: ½ e² where |e| ≤ δ, else δ |e| − ½ δ². Near the label it is half of {@link Squared}, far from it the
 * slope stays ±δ, so that an outlier weighs no more than that.
 *
 * @param delta &gt; 0, in the label's unit; Keras has 1
 * @see <a href="https://doi.org/10.1214/aoms/1177703732">Huber (1964)</a>
 */
public record Huber(double delta) implements Loss {

    public Huber {
        if (!((float) delta > 0 && (float) delta < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("huber.delta must be > 0 and finite: got " + delta);
        }
    }

    @Override
    public Output output() {
        return Output.NUMBER;
    }

    @Override
    public double value(float[] output, int at, int n, double label) {
        double size = Math.abs(output[at] - label);
        return Finite.bound(size <= delta ? 0.5 * size * size : delta * (size - 0.5 * delta));
    }

    @Override
    public void gradient(float[] output, int at, int n, double label, float scale, float[] d) {
        d[at] = scale * (float) Math.max(-delta, Math.min(delta, output[at] - label));
    }
}
