package dev.freshet.kafka;

import dev.freshet.wire.Decoded;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * The records of a topic as a Flink source. It sees committed records only.
 *
 * @param group under which the offsets are committed, for others to watch; the job's own place is in its checkpoints
 */
public record EventSource(KafkaSettings kafka, String topic, String group, Start start, Stop stop) {
    public EventSource {
        TopicSpec.requireLegal(topic);
        if (group.isBlank()) {
            throw new IllegalArgumentException("source of topic " + topic + ": the group must have a name");
        }
    }

    /** From the topic's first record, without end. */
    public static EventSource of(KafkaSettings kafka, String topic, String group) {
        return new EventSource(kafka, topic, group, Start.EARLIEST, new Stop.Never());
    }

    public EventSource startingAt(Start where) {
        return new EventSource(kafka, topic, group, where, stop);
    }

    public EventSource stoppingAt(Stop where) {
        return new EventSource(kafka, topic, group, start, where);
    }

    /** @param type how Flink serialises what the decoder returns */
    public Source<Decoded, ?, ?> build(RecordDecoder decoder, TypeInformation<Decoded> type) {
        Properties properties = kafka.client();
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.setProperty(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, String.valueOf(32 << 20));
        properties.setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, String.valueOf(4 << 20));
        properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000");
        KafkaSourceBuilder<Decoded> builder = KafkaSource.<Decoded>builder()
                .setProperties(properties)
                .setBootstrapServers(kafka.bootstrap())
                .setTopics(topic)
                .setGroupId(group)
                .setClientIdPrefix(group)
                .setStartingOffsets(Offsets.of(start))
                .setDeserializer(new DecodingSchema(decoder, type));
        Offsets.of(topic, stop).ifPresent(builder::setBounded);
        return stop instanceof Stop.Before before
                ? new EndingSource(builder.build(), before.offsets())
                : builder.build();
    }
}
