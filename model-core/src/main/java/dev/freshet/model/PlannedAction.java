package dev.freshet.model;

/**
 * An action that a key is to take.
 *
 * @param id of the command, at most {@link #LONGEST_ID} bytes of UTF-8 in all that Freshet reads
 * @param at the key's step at which it acts; {@link #NOW} for the step at which it is handed in
 * @param partition where the command stands
 * @param offset where the command stands
 */
public record PlannedAction(String id, long at, int partition, long offset, Action action) {
    /** The step of the key as the command finds it. */
    public static final long NOW = -1;

    /** Bytes of the longest id of a command. */
    public static final int LONGEST_ID = 256;

    public PlannedAction {
        if (at < NOW) {
            throw new IllegalArgumentException("at must be a step >= 0, or " + NOW + " for the present one: got " + at);
        }
    }

    PlannedAction at(long step) {
        return new PlannedAction(id, step, partition, offset, action);
    }
}
