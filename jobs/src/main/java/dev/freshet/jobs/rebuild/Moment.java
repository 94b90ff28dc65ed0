package dev.freshet.jobs.rebuild;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** A moment of a key's log: behind one of its records, or before a time of Kafka's. */
public sealed interface Moment {
    /** The partition that a key's model learns from, whichever it is. */
    int ANY = -1;

    /**
     * When the record at {@code offset} and all before it had been taken in.
     *
     * @param partition or {@link #ANY}
     */
    record Behind(int partition, long offset) implements Moment {
        @Override
        public String toString() {
            return partition == ANY ? "offset " + offset : "partition " + partition + ", offset " + offset;
        }
    }

    /**
     * When all records had been taken in that lie before the first of this time or later.
     *
     * @param time epoch milliseconds UTC
     */
    record Before(long time) implements Moment {
        @Override
        public String toString() {
            return Instant.ofEpochMilli(time).toString();
        }
    }

    /**
     * Of {@code offset}, {@code partition:offset}, or a time as {@code 2026-03-01T12:00:00Z}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    static Moment parse(String text) {
        try {
            if (text.matches("\\d+")) {
                return new Behind(ANY, Long.parseLong(text));
            }
            if (text.matches("\\d+:\\d+")) {
                int colon = text.indexOf(':');
                return new Behind(
                        Integer.parseInt(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
            }
            return new Before(OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (NumberFormatException | DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "must be an offset, partition:offset, or a time as 2026-03-01T12:00:00Z: got " + text, e);
        }
    }
}
