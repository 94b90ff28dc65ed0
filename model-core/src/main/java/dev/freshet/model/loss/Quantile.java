package dev.freshet.model.loss;

/**
 * The pinball loss: q (y − p) where the prediction is below the label, (1 − q)(p − y) where it is above. Its best constant
 * is the q-quantile of the labels; level ½ is half of {@link Absolute}.
 *
 * @param level q, in (0, 1)
 * @see <a href="https://doi.org/10.2307/1913643">Koenker and Bassett (1978)</a>
 */
public record Quantile(double level) implements Loss {

    public Quantile {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("quantile.level must lie in (0, 1): got " + level);
        }
    }

    @Override
    public Output output() {
        return Output.NUMBER;
    }

    @Override
    public double value(float[] output, int at, int n, double label) {
        double above = output[at] - label;
        return Finite.bound(above > 0 ? (1 - level) * above : -level * above);
    }

    @Override
    public void gradient(float[] output, int at, int n, double label, float scale, float[] d) {
        double above = output[at] - label;
        d[at] = scale * (float) (above > 0 ? 1 - level : above < 0 ? -level : 0);
    }
}
