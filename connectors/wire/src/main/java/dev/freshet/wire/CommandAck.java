package dev.freshet.wire;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a command. One that is accepted is acknowledged again once it has acted.
 *
 * @param command its word
 * @param at the key's step at which it acts, or acted; the key's present step where it is not followed
 * @param seen examples that the key had taken in when the command reached it, or, of {@link Status#DONE}, when it acted: a
 *     replay that hands it in there comes to the same bits
 * @param dropped examples of an open batch that it dropped
 * @param fingerprint of the model then
 * @param reason why it was not followed, for a person; null where it was
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
        Source src) {

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
