package dev.freshet.model.optim;

/**
 * Rises in equal parts to the first rate of {@code then}, which is reached at step {@code steps} and from which
 * {@code then} counts its own steps: {@code then(1) · t / steps} for t ≤ steps, {@code then(t − steps)} after.
 *
 * @param steps ≥ 1
 */
public record WarmUp(long steps, Schedule then) implements Schedule {

    public WarmUp {
        Settings.requireSteps("warm-up.steps", steps);
    }

    @Override
    public double rate(long step) {
        return step <= steps ? then.rate(1) * ((double) step / (double) steps) : then.rate(step - steps);
    }
}
