package dev.freshet.jobs.local;

import org.jspecify.annotations.Nullable;

/** A run on this machine that could not begin, go on or end; the message is for a person. */
public class LocalRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

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
}
