package dev.freshet.wire;

import dev.freshet.model.Action;
import dev.freshet.model.PlannedAction;
import org.jspecify.annotations.Nullable;

/**
 * A record of the commands topic: what a person asks of one model key. One that can be acknowledged but not be followed has a
 * problem in place of an action.
 *
 * @param word as the record has it, for the acknowledgement
 * @param action null where there is a problem, or where the snapshot that it needs stands elsewhere
 * @param place where that snapshot stands; null where none is needed
 * @param at the step at which it is to act; {@link PlannedAction#NOW} for the present one
 * @param expect the step at which the key must be; {@link #ANY} for any
 * @param force whether a reset may do without {@code expect}
 * @param problem why it cannot be followed, for a person; null where it can
 */
public record Command(
        String key,
        String id,
        String word,
        @Nullable Action action,
        @Nullable SnapshotPlace place,
        long at,
        long expect,
        boolean force,
        @Nullable String problem,
        RawRecord raw)
        implements Decoded {
    /** Whatever the key's step. */
    public static final long ANY = -1;

    /**
     * A record of the model history.
     *
     * @param sha256 of its value, in hexadecimal digits
     */
    public record SnapshotPlace(int partition, long offset, String sha256) {}

    /** The same command, which cannot be followed. */
    public Command failing(String reason) {
        return new Command(key, id, word, null, null, at, expect, force, SafeText.of(reason), raw);
    }

    /** The same command with what it was lacking. */
    public Command with(Action found) {
        return new Command(key, id, word, found, null, at, expect, force, problem, raw);
    }
}
