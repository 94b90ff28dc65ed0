package dev.freshet.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/** Where a source ends, in the connector's words. */
@SuppressWarnings("deprecation") // the connector's API takes the enum that kafka-clients deprecates
final class Offsets {
    private Offsets() {}

    /** Empty for a source without end. */
    static Optional<OffsetsInitializer> of(String topic, Stop stop) {
        if (stop instanceof Stop.Before before) {
            Map<TopicPartition, Long> ends = new HashMap<>();
            before.offsets().forEach((partition, offset) -> ends.put(new TopicPartition(topic, partition), offset));
            return Optional.of(OffsetsInitializer.offsets(ends, OffsetResetStrategy.LATEST));
        }
        return stop instanceof Stop.Latest ? Optional.of(OffsetsInitializer.latest()) : Optional.empty();
    }
}
