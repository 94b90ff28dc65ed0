package dev.freshet.kafka;

import java.io.Serial;

/** The input is not what the job began to read; the message tells a person what has become of it and what to do. */
public final class InputChangedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    InputChangedException(String message) {
        super(message);
    }
}
