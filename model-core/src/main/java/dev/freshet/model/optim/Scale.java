package dev.freshet.model.optim;

import org.jspecify.annotations.Nullable;

/** {@code u ← factor · u}; by minus the learning rate, the last link of most optimisers. Keeps no state. */
public record Scale(double factor) implements GradientTransform {

    public Scale {
        if (!Float.isFinite((float) factor)) {
            throw new IllegalArgumentException("scale.factor must be finite in float32: got " + factor);
        }
    }

    @Override
    public String name() {
        return "scale";
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
    public boolean showsAll() {
        return true;
    }

    @Override
    public void apply(float[] update, float[] params, float[][] slots, float[][] next, int first, long step) {
        multiply(update, (float) factor);
    }

    static void multiply(float[] update, float factor) {
        for (int i = 0; i < update.length; i++) {
            update[i] *= factor;
        }
    }
}
