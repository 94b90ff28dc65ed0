package dev.freshet.model.optim;

/**
 * Momentum in PyTorch's form: {@code s ← decay · s + u; u ← s}. One slot, s.
 *
 * @param decay in [0, 1)
 * @see <a href="https://doi.org/10.1016/0041-5553(64)90137-5">Polyak (1964)</a>
 */
public record Trace(double decay) implements GradientTransform {

    public Trace {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("trace.decay must lie in [0, 1): got " + decay);
        }
    }

    @Override
    public int slots() {
        return 1;
    }

    @Override
    public void apply(float[] update, float[] params, float[] slots, int at, long step) {
        float d = (float) decay;
        for (int i = 0; i < update.length; i++) {
            float s = d * slots[at + i] + update[i];
            slots[at + i] = s;
            update[i] = s;
        }
    }
}
