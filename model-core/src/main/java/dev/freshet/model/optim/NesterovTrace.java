package dev.freshet.model.optim;

/**
 * Nesterov's momentum in PyTorch's form: {@code s ← decay · s + u; u ← u + decay · s}. One slot, s, as {@link Trace} has.
 *
 * @param decay in [0, 1)
 * @see <a href="https://proceedings.mlr.press/v28/sutskever13.html">Sutskever et al. (2013)</a>
 */
public record NesterovTrace(double decay) implements GradientTransform {

    public NesterovTrace {
        Settings.requireDecay("nesterov.decay", decay);
    }

    @Override
    public String name() {
        return "nesterov";
    }

    @Override
    public int slots() {
        return 1;
    }

    @Override
    public String whyEager() {
        return "nesterov goes on moving a weight after its gradient";
    }

    @Override
    public void apply(float[] update, float[] params, float[][] slots, float[][] next, int first, long step) {
        trace(update, slots[first], next[first], (float) decay);
    }

    private static void trace(float[] u, float[] before, float[] after, float decay) {
        for (int i = 0; i < u.length; i++) {
            float s = decay * before[i] + u[i];
            after[i] = s;
            u[i] += decay * s;
        }
    }
}
