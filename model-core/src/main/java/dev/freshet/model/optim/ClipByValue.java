package dev.freshet.model.optim;

import org.jspecify.annotations.Nullable;

/** Clips each entry of the update to [−max, max]; NaN stays. Keeps no state. */
public record ClipByValue(double max) implements GradientTransform {

    public ClipByValue {
        Settings.requirePositive("clip-by-value.max", max);
    }

    @Override
    public String name() {
        return "clip-by-value";
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
        clip(update, (float) -max, (float) max);
    }

    private static void clip(float[] u, float low, float high) {
        for (int i = 0; i < u.length; i++) {
            u[i] = Math.max(low, Math.min(u[i], high));
        }
    }
}
