package dev.freshet.model.optim;

/**
 * AdaDelta's direction, which brings its own scale, so that its rate is 1 in the paper:
 *
 * <pre>
 * v ← decay · v + (1 − decay) g²
 * u ← g · √(D + ε) / √(v + ε)
 * D ← decay · D + (1 − decay) u²
 * </pre>
 *
 * <p>Two slots, v and D, which stop at {@link Float#MAX_VALUE}. PyTorch: decay .9, ε 1e-6; Keras: decay .95, ε 1e-7.
 *
 * @param decay in [0, 1)
 * @param epsilon &gt; 0
 * @see <a href="https://arxiv.org/abs/1212.5701">Zeiler (2012)</a>
 */
public record ScaleByAdaDelta(double decay, double epsilon) implements GradientTransform {

    public ScaleByAdaDelta {
        Settings.requireDecay("adadelta.decay", decay);
        Settings.requirePositive("adadelta.epsilon", epsilon);
    }

    @Override
    public String name() {
        return "adadelta";
    }

    @Override
    public int slots() {
        return 2;
    }

    @Override
    public String whyEager() {
        return "adadelta lets its means fade at every step";
    }

    @Override
    public void apply(float[] update, float[] params, float[][] slots, float[][] next, int first, long step) {
        Moments.meanSquare(slots[first], update, next[first], decay);
        direct(update, next[first], slots[first + 1], (float) epsilon);
        Moments.meanSquare(slots[first + 1], update, next[first + 1], decay);
    }

    private static void direct(float[] u, float[] v, float[] d, float e) {
        for (int i = 0; i < u.length; i++) {
            u[i] *= (float) Math.sqrt(d[i] + e) / (float) Math.sqrt(v[i] + e);
        }
    }
}
