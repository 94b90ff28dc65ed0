package dev.freshet.kafka;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a consumer group has come. */
public final class GroupOffsets {
    private GroupOffsets() {}

    /**
     * The committed offset of each partition of a topic; of none that the group never committed.
     *
     * @throws KafkaSetupException if the brokers do not answer, or this user may not ask
     */
    public static Map<Integer, Long> of(KafkaSettings settings, String group, String topic) {
        try (AdminSession admin = AdminSession.open(settings)) {
            Map<TopicPartition, OffsetAndMetadata> offsets = admin.get(
                    "read the offsets of group " + group,
                    a -> a.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            Map<Integer, Long> found = new TreeMap<>();
            offsets.forEach((at, offset) -> {
                if (at.topic().equals(topic) && offset != null) {
                    found.put(at.partition(), offset.offset());
                }
            });
            return found;
        }
    }
}
