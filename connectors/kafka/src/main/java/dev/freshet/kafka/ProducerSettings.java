package dev.freshet.kafka;

import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What every producer is told. */
final class ProducerSettings {
    private ProducerSettings() {}

    static Properties of(KafkaSettings kafka) {
        Properties all = kafka.client();
        all.setProperty(ProducerConfig.ACKS_CONFIG, "all");
        all.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        // Of the fast codecs the one whose client falls back to plain Java where its native library does not load.
        all.setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        all.setProperty(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(128 << 10));
        all.setProperty(ProducerConfig.BUFFER_MEMORY_CONFIG, String.valueOf(64 << 20));
        return all;
    }
}
