package dev.freshet.model;

import org.jspecify.annotations.Nullable;

/**
 * An action that a key has taken, or could not take any more when its moment came.
 *
 * @param planned with the step at which it acted
 * @param seen examples that the key had taken in, see {@link LearnerState#seen}
 * @param dropped examples of the open batch that it met and dropped, counted as refused
 * @param fingerprint of the model after it
 * @param problem why it was not taken; null if it was
 * @param state a copy that belongs to the reader: for a snapshot the state itself, for an erasure what the key was at its
 *     end; null for other actions
 */
public record TakenAction(
        PlannedAction planned,
        long seen,
        int dropped,
        long fingerprint,
        @Nullable String problem,
        @Nullable LearnerState state) {

    /** The key's step at which it acted. */
    public long at() {
        return planned.at();
    }

    TakenAction leadingTo(long newFingerprint) {
        return new TakenAction(planned, seen, dropped, newFingerprint, problem, state);
    }

    public Action action() {
        return planned.action();
    }
}
