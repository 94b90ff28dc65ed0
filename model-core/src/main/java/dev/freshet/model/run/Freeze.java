package dev.freshet.model.run;

/**
 * When to stop learning early: after {@code patience} full windows in a row whose mean loss was not below the best window's
 * so far by more than {@code minDelta}. From the next example on the state stands still, its open batch and its scaler's
 * statistics too; examples are scored and judged, no more.
 *
 * @param patience windows, at least 1
 * @param minDelta in the loss's unit, ≥ 0
 */
public record Freeze(int patience, double minDelta) {
    public Freeze {
        if (patience < 1) {
            throw new IllegalArgumentException("freeze.patience must be at least 1: got " + patience);
        }
        if (!(minDelta >= 0 && minDelta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("freeze.min-delta must be finite and >= 0: got " + minDelta);
        }
    }
}
