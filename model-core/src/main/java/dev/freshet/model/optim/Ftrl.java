package dev.freshet.model.optim;

import org.jspecify.annotations.Nullable;

/**
 * FTRL-proximal: each weight is a function of a sum of gradients z and a sum of their squares n, and is 0 where |z| ≤ λ1.
 *
 * <pre>
 * σ = (√(n₀ + n + g²) − √(n₀ + n)) / α        z ← z + g − σ w        n ← n + g²
 * w ← 0 if |z| ≤ λ1, else −(z − sgn(z) λ1) / ((β + √(n₀ + n)) / α + λ2)
 * </pre>
 *
 * <p>Two slots, z and n, which stops at {@link Float#MAX_VALUE}. The last rule of its chain, since its update leads to w
 * itself. A parameter keeps its initial value until its first gradient, so that a network may begin with random weights.
 * Vowpal Wabbit: α .5, β 1, λ 0. Keras: α .001, β 0, n₀ .1, and its l2 is half of λ2.
 *
 * @param alpha rate, &gt; 0
 * @param beta ≥ 0
 * @param lambda1 ≥ 0
 * @param lambda2 ≥ 0
 * @param initial n₀ ≥ 0
 * @see <a href="https://research.google/pubs/pub41159/">McMahan et al. (2013), algorithm 1</a>
 */
public record Ftrl(double alpha, double beta, double lambda1, double lambda2, double initial)
        implements GradientTransform {
    /** The square makes more than 1 of any float32 above 0. */
    private static final float HUGE = 1e38f;

    public Ftrl {
        Settings.requirePositive("ftrl.alpha", alpha);
        Settings.requirePositive("1 / ftrl.alpha", 1 / alpha);
        Settings.requireNatural("ftrl.beta", beta);
        Settings.requireNatural("ftrl.lambda1", lambda1);
        Settings.requireNatural("ftrl.lambda2", lambda2);
        Settings.requireNatural("ftrl.initial", initial);
        Settings.requireNatural("ftrl.beta / ftrl.alpha + ftrl.lambda2", beta / alpha + lambda2);
    }

    /** With n₀ 0, as the paper has it. */
    public Ftrl(double alpha, double beta, double lambda1, double lambda2) {
        this(alpha, beta, lambda1, lambda2, 0);
    }

    @Override
    public String name() {
        return "ftrl";
    }

    @Override
    public int slots() {
        return 2;
    }

    @Override
    public String whyUnscalable() {
        return "ftrl makes each weight anew from its sums, so a scaled step would be undone by the next";
    }

    @Override
    public @Nullable String whyEager() {
        return null;
    }

    @Override
    public void apply(float[] update, float[] params, float[][] slots, float[][] next, int first, long step) {
        float[] z = next[first];
        float[] n = next[first + 1];
        learn(update.length, update, params, slots[first], slots[first + 1], z, n, (float) initial, (float)
                (1 / alpha));
        weights(z, n, update);
        lead(update, params, n);
    }

    /** Fills {@code w} (n) with the weights that z (n) and n (n) come to. */
    public void weights(float[] z, float[] n, float[] w) {
        float added = (float) (beta / alpha + lambda2);
        float l1 = (float) lambda1;
        weigh(w.length, w, z, n, (float) initial, (float) (1 / alpha), added, l1, -l1);
    }

    /** The settings as the loops take them, for one who runs them often. */
    public Factors factors() {
        return new Factors((float) initial, (float) (1 / alpha), (float) (beta / alpha + lambda2), (float) lambda1);
    }

    /**
     * The settings in float32, and the rule's two halves.
     *
     * @param start n₀
     * @param perAlpha 1 / α
     * @param added β / α + λ2
     * @param lambda1 λ1
     */
    public record Factors(float start, float perAlpha, float added, float lambda1) {

        /** Fills {@code w} with the weights that the first {@code count} of z and n come to. */
        public void weights(int count, float[] z, float[] n, float[] w) {
            weigh(count, w, z, n, start, perAlpha, added, lambda1, -lambda1);
        }

        /** Fills {@code zNext} and {@code nNext} with what z and n become by {@code count} gradients at the weights w. */
        public void learn(int count, float[] g, float[] w, float[] z, float[] n, float[] zNext, float[] nNext) {
            Ftrl.learn(count, g, w, z, n, zNext, nNext, start, perAlpha);
        }

        /** The weight that z and n come to. */
        public float weight(float z, float n) {
            return weigh(z, n, start, perAlpha, added, lambda1, -lambda1);
        }

        /** What z becomes by a gradient at the weight w. */
        public float nextZ(float g, float w, float z, float n) {
            return Ftrl.nextZ(g, w, z, n, start, perAlpha);
        }

        /** What n becomes by a gradient. */
        public float nextN(float g, float n) {
            return Ftrl.nextN(g, n);
        }
    }

    // Three short loops: one long body is not vectorised.

    private static void learn(
            int count,
            float[] g,
            float[] w,
            float[] z,
            float[] n,
            float[] zNext,
            float[] nNext,
            float start,
            float perAlpha) {
        for (int i = 0; i < count; i++) {
            zNext[i] = nextZ(g[i], w[i], z[i], n[i], start, perAlpha);
            nNext[i] = nextN(g[i], n[i]);
        }
    }

    private static void weigh(
            int count,
            float[] w,
            float[] z,
            float[] n,
            float start,
            float perAlpha,
            float added,
            float l1,
            float minusL1) {
        for (int i = 0; i < count; i++) {
            w[i] = weigh(z[i], n[i], start, perAlpha, added, l1, minusL1);
        }
    }

    private static float nextZ(float g, float w, float z, float n, float start, float perAlpha) {
        float sigma = ((float) Math.sqrt(nextN(g, n) + start) - (float) Math.sqrt(n + start)) * perAlpha;
        return z + g - sigma * w;
    }

    private static float nextN(float g, float n) {
        return Math.min(n + g * g, Float.MAX_VALUE);
    }

    private static float weigh(float z, float n, float start, float perAlpha, float added, float l1, float minusL1) {
        float over = Math.max(minusL1, Math.min(l1, z)) - z;
        return over / Math.max((float) Math.sqrt(n + start) * perAlpha + added, Float.MIN_NORMAL);
    }

    /** From the weights to be to the way there: 0 where n is. */
    private static void lead(float[] u, float[] w, float[] n) {
        for (int i = 0; i < u.length; i++) {
            u[i] = (u[i] - w[i]) * Math.min(n[i] * HUGE * HUGE, 1f);
        }
    }
}
