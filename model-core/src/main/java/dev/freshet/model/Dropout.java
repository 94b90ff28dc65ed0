package dev.freshet.model;

/**
 * In training, each number that the layer before leaves is 0 with probability {@code rate}, else divided by 1 − rate, so that
 * its mean stays; a prediction passes unchanged (inverted dropout). First of all layers, it drops inputs.
 *
 * <p>Which are dropped is a pure function of the spec's seed, the key, its step, the layer, the row's place in its batch and
 * the unit: no state to keep, and a restored key drops the same.
 *
 * @param rate in [0, 1)
 * @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava et al. (2014)</a>
 */
public record Dropout(double rate) implements Layer {

    public Dropout {
        if (!(rate >= 0 && (float) rate < 1)) {
            throw new IllegalArgumentException("dropout must lie in [0, 1): got " + rate);
        }
    }

    @Override
    public int units(int inputs) {
        return inputs;
    }

    @Override
    public long parameters(int inputs) {
        return 0;
    }

    /** Fills {@code mask[0 .. n)}, row by row, with 0 or 1 / (1 − rate). */
    void fill(float[] mask, int n, long seed) {
        float kept = (float) (1 / (1 - rate));
        for (int i = 0; i < n; i++) {
            mask[i] = Draws.unit(seed, i) < rate ? 0 : kept;
        }
    }
}
