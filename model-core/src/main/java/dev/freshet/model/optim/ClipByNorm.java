package dev.freshet.model.optim;

import org.jspecify.annotations.Nullable;

/**
 * Clips the update to L2 norm {@code max} over all n parameters: {@code u ← u · max / ‖u‖} where ‖u‖ &gt; max, else it
 * passes unchanged. Keras's {@code global_clipnorm}; PyTorch adds 1e-6 to the norm that it divides by. Keeps no state.
 *
 * @param max &gt; 0
 * @see <a href="https://arxiv.org/abs/1211.5063">Pascanu et al. (2013)</a>
 */
public record ClipByNorm(double max) implements GradientTransform {

    public ClipByNorm {
        Settings.requirePositive("clip-by-norm.max", max);
    }

    @Override
    public String name() {
        return "clip-by-norm";
    }

    @Override
    public int slots() {
        return 0;
    }

    @Override
    public @Nullable String whyEager() {
        return null;
    }

    @Override
    public void apply(float[] update, float[] params, float[][] slots, float[][] next, int first, long step) {
        double norm = Math.sqrt(squares(update));
        if (norm > max) {
            Scale.multiply(update, (float) (max / norm));
        }
    }

    /** Four chains side by side, the same four on every processor: a sum of fixed order without the latency of one. */
    private static double squares(float[] u) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 4 <= u.length; i += 4) {
            s0 += (double) u[i] * u[i];
            s1 += (double) u[i + 1] * u[i + 1];
            s2 += (double) u[i + 2] * u[i + 2];
            s3 += (double) u[i + 3] * u[i + 3];
        }
        for (; i < u.length; i++) {
            s0 += (double) u[i] * u[i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
