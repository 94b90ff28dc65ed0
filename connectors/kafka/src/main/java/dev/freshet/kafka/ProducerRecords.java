package dev.freshet.kafka;

import dev.freshet.wire.Header;
import dev.freshet.wire.Outbound;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Our record, in Kafka's words. */
final class ProducerRecords {
    private ProducerRecords() {}

    /** To the partition that its key chooses. */
    static ProducerRecord<byte[], byte[]> of(Outbound from) {
        return of(from, null);
    }

    /** {@link Outbound#NOW}, as any time that Kafka cannot hold, becomes the time of sending. */
    static ProducerRecord<byte[], byte[]> of(Outbound from, @Nullable Integer partition) {
        Long timestamp = from.timestamp() < 0 ? null : Long.valueOf(from.timestamp());
        ProducerRecord<byte[], byte[]> to =
                new ProducerRecord<>(from.topic(), partition, timestamp, from.key(), from.value());
        for (Header header : from.headers()) {
            to.headers().add(header.name(), header.value());
        }
        return to;
    }
}
