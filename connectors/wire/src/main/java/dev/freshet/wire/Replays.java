package dev.freshet.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often a record was sent back from the dead letters, as its header {@value #HEADER} says. A record that always fails
 * would go round for ever: after {@value #MAX} times it stays where it is.
 */
public final class Replays {
    /** A decimal number; a record that never was a dead letter has none. */
    public static final String HEADER = "freshet.replays";

    /** How often a record may be sent back. */
    public static final int MAX = 3;

    /** What a count reads as that is no number. */
    private static final int UNKNOWN = Integer.MAX_VALUE;

    private static final int DIGITS = 9;

    private Replays() {}

    /** The largest count among {@code headers}; more than {@link #MAX} where one is no number. */
    public static int of(List<Header> headers) {
        int most = 0;
        for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).name().equals(HEADER)) {
                most = Math.max(most, count(headers.get(i).value()));
            }
        }
        return most;
    }

    private static int count(byte @Nullable [] value) {
        if (value == null || value.length == 0 || value.length > DIGITS) {
            return UNKNOWN;
        }
        for (byte digit : value) {
            if (digit < '0' || digit > '9') {
                return UNKNOWN;
            }
        }
        return Integer.parseInt(new String(value, StandardCharsets.US_ASCII));
    }
}
