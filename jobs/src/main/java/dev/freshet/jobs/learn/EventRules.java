package dev.freshet.jobs.learn;

import java.io.Serializable;

/**
 * Which events of a key are let in to its model; decided by the key's own events in their order, so that a restart or
 * another number of subtasks decides alike.
 *
 * @param ids how many of a key's newest ids are remembered: an event that bears one of them is a duplicate, or, with other
 *     content, a conflict; 0 for none
 * @param lateAfter milliseconds behind the newest time of its key at which an event is late; 0 for never
 * @param late what becomes of it then; {@link Late#DROP} where none is late
 */
public record EventRules(int ids, long lateAfter, Late late) implements Serializable {
    /** Lets in every event. */
    public static final EventRules NONE = new EventRules(0, 0, Late.DROP);

    private static final int MAX_IDS = 10_000_000;

    /** What becomes of a late event. */
    public enum Late {
        /** A dead letter. */
        DROP,
        /** A prediction; its label is left out. */
        SCORE
    }

    public EventRules {
        if (ids < 0 || ids > MAX_IDS) {
            throw new IllegalArgumentException(
                    "events.dedupe.ids must lie in [1, " + MAX_IDS + "], or be 0 for none: got " + ids);
        }
        late = lateAfter == 0 ? Late.DROP : late;
        if (lateAfter < 0) {
            throw new IllegalArgumentException("events.late.after must be > 0 ms, or 0 for never: got " + lateAfter);
        }
    }

    /** Whether an event may be refused after it was decoded, so that its record has to come along. */
    public boolean any() {
        return ids > 0 || lateAfter > 0;
    }
}
