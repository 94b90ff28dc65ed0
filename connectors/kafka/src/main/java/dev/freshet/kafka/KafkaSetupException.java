package dev.freshet.kafka;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Kafka is not as the settings say; the message tells a person what to do. */
public class KafkaSetupException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    KafkaSetupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
