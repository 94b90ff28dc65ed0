package dev.freshet.model.optim;

/**
 * {@link ScaleByAdam} with v̂, the largest v so far, in the place of v: no step is longer than the largest gradient allowed.
 * Three slots, m, v and v̂.
 *
 * @param beta1 in [0, 1)
 * @param beta2 in [0, 1)
 * @param epsilon &gt; 0
 * @see <a href="https://arxiv.org/abs/1904.09237">Reddi et al. (2018), algorithm 2</a>
 */
public record ScaleByAmsGrad(double beta1, double beta2, double epsilon, ScaleByAdam.Form form)
        implements GradientTransform {

    public ScaleByAmsGrad {
        Settings.requireDecay("amsgrad.beta1", beta1);
        Settings.requireDecay("amsgrad.beta2", beta2);
        Settings.requirePositive("amsgrad.epsilon", epsilon);
    }

    @Override
    public String name() {
        return "amsgrad";
    }

    @Override
    public int slots() {
        return 3;
    }

    @Override
    public String whyEager() {
        return "amsgrad lets its means fade at every step";
    }

    @Override
    public void apply(float[] update, float[] params, float[][] slots, float[][] next, int first, long step) {
        double correctM = Moments.correction(beta1, step);
        double correctV = Moments.correction(beta2, step);
        Moments.mean(slots[first], update, next[first], beta1);
        Moments.meanSquare(slots[first + 1], update, next[first + 1], beta2);
        largest(slots[first + 2], next[first + 1], next[first + 2]);
        float e = form.epsilon(epsilon, correctV);
        ScaleByAdam.direct(update, next[first], next[first + 2], (float) correctM, (float) correctV, e);
    }

    private static void largest(float[] before, float[] v, float[] after) {
        for (int i = 0; i < v.length; i++) {
            after[i] = Math.max(before[i], v[i]);
        }
    }
}
