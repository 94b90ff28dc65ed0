package dev.freshet.model.optim;

/**
 * RMSProp's direction: {@code v ← decay · v + (1 − decay) g²; u ← g / √v}, with ε in its place. One slot, v, which stops at
 * {@link Float#MAX_VALUE}. PyTorch: decay .99, ε 1e-8 outside; Keras: decay .9, ε 1e-7 inside.
 *
 * @param decay in [0, 1)
 * @param epsilon &gt; 0
 * @see <a href="https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf">Tieleman and Hinton (2012)</a>
 */
public record ScaleByRms(double decay, double epsilon, EpsilonPlace place) implements GradientTransform {

    public ScaleByRms {
        Settings.requireDecay("rmsprop.decay", decay);
        Settings.requirePositive("rmsprop.epsilon", epsilon);
    }

    @Override
    public String name() {
        return "rmsprop";
    }

    @Override
    public int slots() {
        return 1;
    }

    @Override
    public String whyEager() {
        return "rmsprop lets its mean fade at every step";
    }

    @Override
    public void apply(float[] update, float[] params, float[][] slots, float[][] next, int first, long step) {
        Moments.meanSquare(slots[first], update, next[first], decay);
        float e = (float) epsilon;
        boolean inside = place == EpsilonPlace.INSIDE;
        direct(update, next[first], inside ? e : 0, inside ? 0 : e);
    }

    private static void direct(float[] u, float[] v, float inside, float outside) {
        for (int i = 0; i < u.length; i++) {
            u[i] /= (float) Math.sqrt(v[i] + inside) + outside;
        }
    }
}
