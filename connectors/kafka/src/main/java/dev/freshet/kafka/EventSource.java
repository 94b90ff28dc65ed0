package dev.freshet.kafka;

import dev.freshet.wire.Decoded;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/**
 * The records of a topic as a Flink source. It sees committed records only.
 *
 * @param owner of the job's transactions; null where it writes none
 * @param lasts see {@link #marking}
 * @param group under which the offsets are committed, for others to watch; the job's own place is in its checkpoints
 */
public record EventSource(
        KafkaSettings kafka,
        String topic,
        String group,
        Reading reading,
        Stop stop,
        @Nullable TransactionOwner owner,
        Map<Integer, Long> lasts) {
    private static final Duration NEVER = Duration.ofDays(3650);
    private static final Duration SOON = Duration.ofSeconds(10);

    public EventSource {
        TopicSpec.requireLegal(topic);
        if (group.isBlank()) {
            throw new IllegalArgumentException("source of topic " + topic + ": the group must have a name");
        }
    }

    /** From the topic's first record, without end. */
    public static EventSource of(KafkaSettings kafka, String topic, String group) {
        return new EventSource(kafka, topic, group, Reading.DEFAULT, new Stop.Never(), null, Map.of());
    }

    public EventSource startingAt(Start where) {
        return reading(reading.startingAt(where));
    }

    public EventSource reading(Reading how) {
        return new EventSource(kafka, topic, group, how, stop, owner, lasts);
    }

    public EventSource stoppingAt(Stop where) {
        return new EventSource(kafka, topic, group, reading, where, owner, lasts);
    }

    /** Ends the job where another owns its transactions. */
    public EventSource owning(TransactionOwner transactions) {
        return new EventSource(kafka, topic, group, reading, stop, transactions, lasts);
    }

    /**
     * Puts a {@link dev.freshet.wire.CaughtUp} behind the last record of each partition that was there when the job started;
     * at once for a partition that a checkpoint has read beyond it.
     *
     * @param offsets of {@link TopicReader#lasts}
     */
    public EventSource marking(Map<Integer, Long> offsets) {
        return new EventSource(kafka, topic, group, reading, stop, owner, Map.copyOf(offsets));
    }

    /**
     * The source.
     *
     * @param type how Flink serialises what the decoder returns
     */
    public Source<Decoded, ?, ?> build(RecordDecoder decoder, TypeInformation<Decoded> type) {
        Properties properties = kafka.client();
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.setProperty(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, String.valueOf(32 << 20));
        properties.setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, String.valueOf(4 << 20));
        properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000");
        if (stop instanceof Stop.Never) {
            properties.setProperty(
                    KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), String.valueOf(discoveryMillis()));
        }
        KafkaSourceBuilder<Decoded> builder = KafkaSource.<Decoded>builder()
                .setProperties(properties)
                .setBootstrapServers(kafka.bootstrap())
                .setTopics(topic)
                .setGroupId(group)
                .setClientIdPrefix(group)
                .setStartingOffsets(new StartOffsets(reading.start()))
                .setDeserializer(new DecodingSchema(decoder, type, lasts));
        Offsets.of(topic, stop).ifPresent(builder::setBounded);
        KafkaSource<Decoded> source = builder.build();
        return new GuardedSource(
                stop instanceof Stop.Before before ? new EndingSource(source, before.offsets()) : source,
                type,
                kafka,
                topic,
                reading,
                lasts,
                owner);
    }

    /** Where the order counts, a partition that comes later is none that may be read; a bounded source looks for none. */
    private long discoveryMillis() {
        return (reading.ordering() == Reading.Ordering.KEY ? NEVER : SOON).toMillis();
    }
}
