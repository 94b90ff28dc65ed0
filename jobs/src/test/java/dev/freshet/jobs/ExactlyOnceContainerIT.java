package dev.freshet.jobs;

import dev.freshet.kafka.KafkaSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/**
 * On Kafka's own container image; reported as skipped where no container engine answers, and where one does that can get no
 * image.
 */
@Testcontainers(disabledWithoutDocker = true)
class ExactlyOnceContainerIT extends ExactlyOnceLaws {
    private static final String IMAGE = "apache/kafka:4.2.2";
    private static final KafkaContainer KAFKA = new KafkaContainer(IMAGE);

    @BeforeAll
    static void start() {
        try {
            KAFKA.start();
        } catch (RuntimeException e) {
            Assumptions.assumeFalse(isFetch(e), () -> "the image " + IMAGE + " cannot be pulled: " + e);
            throw e;
        }
    }

    @AfterAll
    static void stop() {
        KAFKA.stop();
    }

    private static boolean isFetch(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ContainerFetchException) {
                return true;
            }
        }
        return false;
    }

    @Override
    KafkaSettings kafka() {
        return KafkaSettings.of(KAFKA.getBootstrapServers());
    }
}
