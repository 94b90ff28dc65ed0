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
    public void apply(float[] update, float[] params, float[][] slots, float[][] next, int first, long step) {
        trace(update, slots[first], next[first], (float) decay);
    }

    private static void trace(float[] u, float[] before, float[] after, float decay) {
        for (int i = 0; i < u.length; i++) {
            float s = decay * before[i] + u[i];
            after[i] = s;
            u[i] = s;
        }
    }
}
