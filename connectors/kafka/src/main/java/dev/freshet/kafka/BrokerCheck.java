package dev.freshet.kafka;

import java.time.Duration;

/** Whether anyone is there. */
public final class BrokerCheck {
    private BrokerCheck() {}

    /** Whether a broker answers within {@code time}, or little later. */
    public static boolean answers(KafkaSettings settings, Duration time) {
        try (AdminSession admin = AdminSession.open(settings, Math.toIntExact(time.toMillis()))) {
            return admin.reaches();
        }
    }
}
