package dev.freshet.wire;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a command. One that is accepted is acknowledged again once it has acted.
 *
 * @param command its word
 * @param at the key's step at which it acts, or acted; the key's present step where it is not followed
 * @param seen examples that the key had taken in when the command reached it, or, of {@link Status#DONE}, when it acted
 * @param dropped examples of an open batch that it dropped
 * @param fingerprint of the model then
 * @param reason why it was not followed, for a person; null where it was
 * @param after the last record that the key's model had taken in by then: a replay that hands the command in there comes to
 *     the same bits; null before the first, as behind an erasure. Of a key that was erased
 *     while labels came later: the last label that had its fate; those behind it that waited are forgotten
 * @param erased of a key that was erased: the last record of each input that its model had met, which is to be forgotten
 * @param src the command's record
 */
public record CommandAck(
        String id,
        String key,
        String command,
        Status status,
        long at,
        long seen,
        int dropped,
        long fingerprint,
        @Nullable String reason,
        @Nullable Source after,
        List<Source> erased,
        Source src) {
    public CommandAck {
        erased = List.copyOf(erased);
    }

    /** The same, by when another record was the last. */
    public CommandAck after(@Nullable Source last) {
        return new CommandAck(id, key, command, status, at, seen, dropped, fingerprint, reason, last, erased, src);
    }

    /** The same of a key that was erased. */
    public CommandAck erasing(List<Source> places) {
        return new CommandAck(id, key, command, status, at, seen, dropped, fingerprint, reason, after, places, src);
    }

    /** How far a command has come. */
    public enum Status {
        /** It acts at its step. */
        ACCEPTED,
        /** It has acted. */
        DONE,
        /** It will not act. */
        REJECTED,
        /** A command of its id came before. */
        DUPLICATE;

        /** As JSON has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
