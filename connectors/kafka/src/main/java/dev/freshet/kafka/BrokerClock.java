package dev.freshet.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How far a broker's clock and this machine's are apart. No question of Kafka's asks for a time, but a record is stamped. */
public final class BrokerClock {
    private static final String PREFIX = "freshet-doctor-";

    private BrokerClock() {}

    /**
     * How far the broker is ahead, to half of what the way there and back takes. Makes a topic and deletes it.
     *
     * @throws KafkaSetupException if it may not
     */
    public static Duration ahead(KafkaSettings settings) {
        String topic = PREFIX + UUID.randomUUID();
        NewTopic stamped = new NewTopic(topic, 1, (short) TopicSpec.BROKER_DEFAULT)
                .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
        try (AdminSession admin = AdminSession.open(settings)) {
            var unused = admin.get(
                    "create topic " + topic,
                    a -> a.createTopics(List.of(stamped)).all());
        }
        try {
            return ahead(settings, topic);
        } finally {
            try (AdminSession admin = AdminSession.open(settings)) {
                var unused = admin.get(
                        "delete topic " + topic,
                        a -> a.deleteTopics(List.of(topic)).all());
            }
        }
    }

    private static Duration ahead(KafkaSettings settings, String topic) {
        Properties properties = ProducerSettings.of(settings);
        properties.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            // The first finds the leader; only the second is the way there and back alone.
            long unused = stamp(producer, topic);
            long before = System.currentTimeMillis();
            long stamped = stamp(producer, topic);
            return Duration.ofMillis(stamped - (before + System.currentTimeMillis()) / 2);
        } catch (ExecutionException e) {
            throw AdminSession.failure(settings, "write to topic " + topic, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaSetupException("interrupted while asking " + settings.bootstrap(), e);
        }
    }

    private static long stamp(KafkaProducer<byte[], byte[]> producer, String topic)
            throws ExecutionException, InterruptedException {
        return producer.send(new ProducerRecord<>(topic, new byte[1])).get().timestamp();
    }
}
