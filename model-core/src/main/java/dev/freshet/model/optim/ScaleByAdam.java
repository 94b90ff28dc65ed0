package dev.freshet.model.optim;

/**
 * Adam's direction, in the form of the paper and of PyTorch, at step t:
 *
 * <pre>
 * m ← β1 m + (1 − β1) g        v ← β2 v + (1 − β2) g²
 * u ← m / (1 − β1^t) / (√(v / (1 − β2^t)) + ε)
 * </pre>
 *
 * <p>Two slots, m and v. v stops at {@link Float#MAX_VALUE}: an infinite v would hide in updates of 0 for ever.
 *
 * @param beta1 in [0, 1)
 * @param beta2 in [0, 1)
 * @param epsilon &gt; 0
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba (2015), algorithm 1</a>
 */
public record ScaleByAdam(double beta1, double beta2, double epsilon) implements GradientTransform {
    public ScaleByAdam {
        requireDecay("beta1", beta1);
        requireDecay("beta2", beta2);
        if (!((float) epsilon > 0 && (float) epsilon < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("adam.epsilon must be > 0 and finite: got " + epsilon);
        }
    }

    private static void requireDecay(String name, double beta) {
        if (!(beta >= 0 && beta < 1)) {
            throw new IllegalArgumentException("adam." + name + " must lie in [0, 1): got " + beta);
        }
    }

    @Override
    public int slots() {
        return 2;
    }

    @Override
    public void apply(float[] update, float[] params, float[][] slots, float[][] next, int first, long step) {
        float correctM = (float) (1 / (1 - Powers.of(beta1, step)));
        float correctV = (float) (1 / (1 - Powers.of(beta2, step)));
        Moments.mean(slots[first], update, next[first], beta1);
        Moments.meanSquare(slots[first + 1], update, next[first + 1], beta2);
        direct(update, next[first], next[first + 1], correctM, correctV, (float) epsilon);
    }

    private static void direct(float[] u, float[] m, float[] v, float correctM, float correctV, float e) {
        for (int i = 0; i < u.length; i++) {
            u[i] = m[i] * correctM / ((float) Math.sqrt(v[i] * correctV) + e);
        }
    }
}
