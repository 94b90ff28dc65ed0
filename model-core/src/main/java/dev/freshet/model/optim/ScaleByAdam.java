package dev.freshet.model.optim;

/**
 * Adam's direction at step t:
 *
 * <pre>
 * m ← β1 m + (1 − β1) g        v ← β2 v + (1 − β2) g²
 * u ← m / (1 − β1^t) / (√(v / (1 − β2^t)) + ε)
 * </pre>
 *
 * <p>Two slots, m and v. v stops at {@link Float#MAX_VALUE}: an infinite v would hide in updates of 0 for ever. The paper
 * and PyTorch: β1 .9, β2 .999, ε 1e-8 in the form above; Keras: ε 1e-7 as ε̂.
 *
 * @param beta1 in [0, 1)
 * @param beta2 in [0, 1)
 * @param epsilon &gt; 0
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba (2015), algorithm 1</a>
 */
public record ScaleByAdam(double beta1, double beta2, double epsilon, Form form) implements GradientTransform {

    /** To what ε is added. */
    public enum Form {
        /** To the root of the corrected v: {@code √(v / (1 − β2^t)) + ε}. */
        CORRECTED,
        /** To the root of v itself, before the correction: {@code (√v + ε̂) / √(1 − β2^t)}. */
        EPSILON_HAT;

        /** The ε that stands beside √v̂. */
        float epsilon(double epsilon, double correctV) {
            return (float) (this == EPSILON_HAT ? epsilon * Math.sqrt(correctV) : epsilon);
        }
    }

    public ScaleByAdam {
        Settings.requireDecay("adam.beta1", beta1);
        Settings.requireDecay("adam.beta2", beta2);
        Settings.requirePositive("adam.epsilon", epsilon);
    }

    /** In the form of the paper. */
    public ScaleByAdam(double beta1, double beta2, double epsilon) {
        this(beta1, beta2, epsilon, Form.CORRECTED);
    }

    @Override
    public String name() {
        return "adam";
    }

    @Override
    public int slots() {
        return 2;
    }

    @Override
    public String whyEager() {
        return "adam lets its means fade at every step";
    }

    @Override
    public boolean showsAll() {
        return true;
    }

    @Override
    public void apply(float[] update, float[] params, float[][] slots, float[][] next, int first, long step) {
        float correctM = (float) Moments.correction(beta1, step);
        double correctV = Moments.correction(beta2, step);
        float e = form.epsilon(epsilon, correctV);
        step(update, slots[first], slots[first + 1], next[first], next[first + 1], correctM, (float) correctV, e);
    }

    /** All in one pass over the arrays, which costs two thirds of what a pass per line does. */
    private void step(
            float[] u, float[] m, float[] v, float[] nextM, float[] nextV, float correctM, float correctV, float e) {
        float keepM = (float) beta1;
        float takeM = (float) (1 - beta1);
        float keepV = (float) beta2;
        float takeV = (float) (1 - beta2);
        for (int i = 0; i < u.length; i++) {
            float g = u[i];
            float mean = keepM * m[i] + takeM * g;
            float square = Math.min(keepV * v[i] + takeV * g * g, Float.MAX_VALUE);
            nextM[i] = mean;
            nextV[i] = square;
            u[i] = mean * correctM / ((float) Math.sqrt(square * correctV) + e);
        }
    }

    /** {@code u ← m · correctM / (√(v · correctV) + e)}. */
    static void direct(float[] u, float[] m, float[] v, float correctM, float correctV, float e) {
        for (int i = 0; i < u.length; i++) {
            u[i] = m[i] * correctM / ((float) Math.sqrt(v[i] * correctV) + e);
        }
    }
}
