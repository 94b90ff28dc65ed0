package dev.freshet.jobs.local;

import org.jspecify.annotations.Nullable;

/** A run on this machine that could not begin, go on or end; the message is for a person. */
public final class LocalRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String BROKER_SAYS = "freshet-broker: ";

    public LocalRunException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Says why, as the innermost cause does. */
    static LocalRunException of(String what, Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new LocalRunException(
                what + ": " + (root.getMessage() == null ? root.toString() : root.getMessage()), failure);
    }

    /** A broker that did not start; where it said why in its own words, these. */
    public static LocalRunException ofBroker(IllegalStateException failure) {
        String message = String.valueOf(failure.getMessage());
        int says = message.lastIndexOf(BROKER_SAYS);
        return new LocalRunException(
                says < 0
                        ? message
                        : "the broker cannot start: "
                                + message.substring(says + BROKER_SAYS.length()).strip(),
                failure);
    }
}
