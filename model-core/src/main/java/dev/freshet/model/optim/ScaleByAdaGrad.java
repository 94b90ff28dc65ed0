package dev.freshet.model.optim;

import org.jspecify.annotations.Nullable;

/**
 * AdaGrad's direction: {@code G ← G + g²; u ← g / √(G₀ + G)}, with ε in its place. One slot, G, which stops at
 * {@link Float#MAX_VALUE}. PyTorch: G₀ 0, ε 1e-10 outside; Keras: G₀ .1, ε 1e-7 inside.
 *
 * @param initial G₀ ≥ 0
 * @param epsilon &gt; 0
 * @see <a href="https://jmlr.org/papers/v12/duchi11a.html">Duchi et al. (2011)</a>
 */
public record ScaleByAdaGrad(double initial, double epsilon, EpsilonPlace place) implements GradientTransform {

    public ScaleByAdaGrad {
        Settings.requireNatural("adagrad.initial", initial);
        Settings.requirePositive("adagrad.epsilon", epsilon);
    }

    @Override
    public String name() {
        return "adagrad";
    }

    @Override
    public int slots() {
        return 1;
    }

    @Override
    public @Nullable String whyEager() {
        return null;
    }

    @Override
    public void apply(float[] update, float[] params, float[][] slots, float[][] next, int first, long step) {
        float start = (float) initial;
        float e = (float) epsilon;
        if (place == EpsilonPlace.INSIDE) {
            direct(update, slots[first], next[first], start + e, 0);
        } else {
            direct(update, slots[first], next[first], start, e);
        }
    }

    private static void direct(float[] u, float[] before, float[] after, float inside, float outside) {
        for (int i = 0; i < u.length; i++) {
            float sum = Math.min(before[i] + u[i] * u[i], Float.MAX_VALUE);
            after[i] = sum;
            u[i] /= (float) Math.sqrt(sum + inside) + outside;
        }
    }
}
