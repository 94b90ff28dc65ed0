package dev.freshet.kafka;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** No broker answered at the bootstrap addresses. */
public final class BrokerUnreachableException extends KafkaSetupException {
    @Serial
    private static final long serialVersionUID = 1L;

    BrokerUnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
