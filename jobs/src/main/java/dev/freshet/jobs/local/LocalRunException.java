package dev.freshet.jobs.local;

import org.jspecify.annotations.Nullable;

/** A run on this machine that could not begin, go on or end; the message is for a person. */
public final class LocalRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LocalRunException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
