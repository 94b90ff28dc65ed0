package dev.freshet.jobs.learn;

import java.io.Serializable;

/**
 * What becomes of a key's state beyond learning.
 *
 * @param onShapeChange what a restored state of another shape meets
 * @param idle milliseconds behind a key's latest event after which its next one finds a new state; 0 for never
 */
public record StateRules(ShapeChange onShapeChange, long idle) implements Serializable {
    /** Refuses other shapes, keeps states for ever. */
    public static final StateRules DEFAULT = new StateRules(ShapeChange.REFUSE, 0);

    /** What a restored state of another shape meets. */
    public enum ShapeChange {
        /** The job does not start. */
        REFUSE,
        /** See {@link dev.freshet.model.StateMapping}. */
        MAP
    }

    public StateRules {
        if (idle < 0) {
            throw new IllegalArgumentException("state.idle must be > 0 ms, or 0 for never: got " + idle);
        }
    }

    /** Whether an event at {@code time} comes too late for a state whose latest was at {@code last}. */
    public boolean expired(long last, long time) {
        long end = last + idle;
        boolean beyondAllTime = end < last;
        return idle > 0 && !beyondAllTime && time > end;
    }
}
