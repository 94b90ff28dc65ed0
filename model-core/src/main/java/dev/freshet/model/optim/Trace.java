package dev.freshet.model.optim;

/**
 * Momentum in PyTorch's form: {@code s ← decay · s + u; u ← s}. One slot, s.
 *
 * @param decay in [0, 1)
 * @see <a href="https://doi.org/10.1016/0041-5553(64)90137-5">Polyak (1964)</a>
 */
public record Trace(double decay) implements GradientTransform {

    public Trace {
        Settings.requireDecay("trace.decay", decay);
    }

    @Override
    public String name() {
        return "momentum";
    }

    @Override
    public int slots() {
        return 1;
    }

    @Override
    public String whyEager() {
        return "momentum goes on moving a weight after its gradient";
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
