package dev.freshet.model.optim;

/**
 * AdaMax's direction: Adam with the infinity norm in the place of the root.
 *
 * <pre>
 * m ← β1 m + (1 − β1) g        s ← max(β2 s, |g|)
 * u ← m / (1 − β1^t) / s, with ε added to |g| (inside, PyTorch, 1e-8) or to s (outside, Keras, 1e-7)
 * </pre>
 *
 * <p>Two slots, m and s.
 *
 * @param beta1 in [0, 1)
 * @param beta2 in [0, 1)
 * @param epsilon &gt; 0
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba (2015), algorithm 2</a>
 */
public record ScaleByAdaMax(double beta1, double beta2, double epsilon, EpsilonPlace place)
        implements GradientTransform {

    public ScaleByAdaMax {
        Settings.requireDecay("adamax.beta1", beta1);
        Settings.requireDecay("adamax.beta2", beta2);
        Settings.requirePositive("adamax.epsilon", epsilon);
    }

    @Override
    public String name() {
        return "adamax";
    }

    @Override
    public int slots() {
        return 2;
    }

    @Override
    public String whyEager() {
        return "adamax lets its means fade at every step";
    }

    @Override
    public void apply(float[] update, float[] params, float[][] slots, float[][] next, int first, long step) {
        float e = (float) epsilon;
        boolean inside = place == EpsilonPlace.INSIDE;
        Moments.mean(slots[first], update, next[first], beta1);
        largest(slots[first + 1], update, next[first + 1], (float) beta2, inside ? e : 0);
        float correct = (float) Moments.correction(beta1, step);
        direct(update, next[first], next[first + 1], correct, inside ? 0 : e);
    }

    private static void largest(float[] before, float[] g, float[] after, float decay, float e) {
        for (int i = 0; i < g.length; i++) {
            after[i] = Math.max(decay * before[i], Math.abs(g[i]) + e);
        }
    }

    private static void direct(float[] u, float[] m, float[] s, float correct, float e) {
        for (int i = 0; i < u.length; i++) {
            u[i] = m[i] * correct / (s[i] + e);
        }
    }
}
