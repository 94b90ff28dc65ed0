package dev.freshet.model.optim;

/**
 * Adam with Nesterov's momentum, whose weight μ rises with the step:
 *
 * <pre>
 * μ(t) = β1 (1 − ½ · .96^(t · warming))        Π(t) = μ(1) ⋯ μ(t)
 * m ← β1 m + (1 − β1) g        v ← β2 v + (1 − β2) g²
 * u ← [μ(t+1) m / (1 − Π(t+1)) + (1 − μ(t)) g / (1 − Π(t))] / (√(v / (1 − β2^t)) + ε)
 * </pre>
 *
 * <p>Two slots, m and v. PyTorch: β1 .9, β2 .999, ε 1e-8, warming .004 (its momentum_decay); Keras: ε 1e-7, warming 1.
 *
 * @param beta1 in [0, 1)
 * @param beta2 in [0, 1)
 * @param epsilon &gt; 0
 * @param warming ≥ 0
 * @see <a href="https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ">Dozat (2016)</a>
 */
public record ScaleByNadam(double beta1, double beta2, double epsilon, double warming) implements GradientTransform {
    private static final double LOG_96 = StrictMath.log(0.96);
    /** A factor this near to 1, or a product this near to 0, changes no double any more. */
    private static final double NEGLIGIBLE = 0x1p-60;

    public ScaleByNadam {
        Settings.requireDecay("nadam.beta1", beta1);
        Settings.requireDecay("nadam.beta2", beta2);
        Settings.requirePositive("nadam.epsilon", epsilon);
        Settings.requireNatural("nadam.warming", warming);
    }

    @Override
    public String name() {
        return "nadam";
    }

    @Override
    public int slots() {
        return 2;
    }

    @Override
    public String whyEager() {
        return "nadam lets its means fade at every step";
    }

    @Override
    public void apply(float[] update, float[] params, float[][] slots, float[][] next, int first, long step) {
        double product = product(step);
        double mu = momentum(step);
        double muAfter = momentum(step + 1);
        float ofGradient = (float) ((1 - mu) / (1 - product));
        float ofMean = (float) (muAfter / (1 - product * muAfter));
        float correctV = (float) Moments.correction(beta2, step);
        Moments.mean(slots[first], update, next[first], beta1);
        Moments.meanSquare(slots[first + 1], update, next[first + 1], beta2);
        mix(update, next[first], ofMean, ofGradient);
        direct(update, next[first + 1], correctV, (float) epsilon);
    }

    private double momentum(long step) {
        return beta1 * (1 - 0.5 * StrictMath.exp(LOG_96 * warming * (double) step));
    }

    /** Π(t), from the step alone; the loop ends after 1,100 rounds at the most, whatever the settings. */
    double product(long step) {
        double product = Powers.of(beta1, step);
        double q = StrictMath.exp(LOG_96 * warming);
        double power = q;
        for (long i = 1; i <= step && power > NEGLIGIBLE && product > NEGLIGIBLE; i++) {
            product *= 1 - 0.5 * power;
            power *= q;
        }
        return product;
    }

    private static void mix(float[] u, float[] m, float ofMean, float ofGradient) {
        for (int i = 0; i < u.length; i++) {
            u[i] = ofMean * m[i] + ofGradient * u[i];
        }
    }

    private static void direct(float[] u, float[] v, float correctV, float e) {
        for (int i = 0; i < u.length; i++) {
            u[i] /= (float) Math.sqrt(v[i] * correctV) + e;
        }
    }
}
