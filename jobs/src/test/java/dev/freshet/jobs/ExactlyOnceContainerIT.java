package dev.freshet.jobs;

import dev.freshet.kafka.KafkaSettings;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** On Kafka's own container image; reported as skipped where no container engine answers. */
@Testcontainers(disabledWithoutDocker = true)
class ExactlyOnceContainerIT extends ExactlyOnceLaws {
    @Container
    private static final KafkaContainer KAFKA = new KafkaContainer("apache/kafka:4.2.2");

    @Override
    KafkaSettings kafka() {
        return KafkaSettings.of(KAFKA.getBootstrapServers());
    }
}
