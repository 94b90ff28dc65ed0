package dev.freshet.broker;

import java.io.Serial;

/** The node cannot start; the message is for the person who started it. */
final class NodeException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    NodeException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
