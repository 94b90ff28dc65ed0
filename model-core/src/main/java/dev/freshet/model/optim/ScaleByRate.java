package dev.freshet.model.optim;

import org.jspecify.annotations.Nullable;

/** {@code u ← −rate(t) · u}: the last link of an optimiser whose rate follows a schedule. Keeps no state. */
public record ScaleByRate(Schedule schedule) implements GradientTransform {

    @Override
    public String name() {
        return "rate";
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
        Scale.multiply(update, (float) -schedule.rate(step));
    }
}
