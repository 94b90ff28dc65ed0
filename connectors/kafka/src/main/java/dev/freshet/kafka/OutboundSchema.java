package dev.freshet.kafka;

import dev.freshet.wire.Outbound;
import java.io.Serial;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Names its topics as well: a sink that pools transactions looks for open ones there. Where it knows the dead letters, a record
 * that its topic does not take becomes one, since the broker's refusal would stop the job, and again after each restart; it
 * asks for the topics' limits when its subtask starts, so that a restart goes by the limits as they are then. A row of the
 * ledger is written whole or not at all: it is what shows that the others were committed.
 */
final class OutboundSchema implements KafkaRecordSerializationSchema<Outbound>, KafkaDatasetFacetProvider {
    @Serial
    private static final long serialVersionUID = 1L;

    private final TreeSet<String> topics;
    private final @Nullable KafkaSettings kafka;
    private final @Nullable DeadLetters deadLetters;
    private final @Nullable String ledger;
    private Map<String, Integer> limits = Map.of();

    /** Sends what it is given, whatever the topics take. */
    OutboundSchema(List<String> topics) {
        this(topics, null, null, null);
    }

    /** @param ledger the topic whose records no letter may replace */
    OutboundSchema(
            List<String> topics,
            @Nullable KafkaSettings kafka,
            @Nullable DeadLetters deadLetters,
            @Nullable String ledger) {
        this.topics = new TreeSet<>(topics);
        this.kafka = kafka;
        this.deadLetters = deadLetters;
        this.ledger = ledger;
    }

    @Override
    public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
        if (kafka != null) {
            limits = Topics.limits(kafka, topics);
        }
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            Outbound out, @Nullable KafkaSinkContext context, @Nullable Long timestampOfFlink) {
        if (!topics.contains(out.topic())) {
            throw new IllegalArgumentException(
                    "the sink was built for the topics " + topics + ": got a record for " + out.topic());
        }
        return ProducerRecords.of(taken(out));
    }

    private Outbound taken(Outbound out) {
        int limit = limit(out.topic());
        if (deadLetters == null || DeadLetters.size(out) <= limit) {
            return out;
        }
        if (out.topic().equals(ledger)) {
            throw new SuppressRestartsException(new IllegalStateException("topic " + ledger
                    + " must take a row of the ledger, " + DeadLetters.size(out) + " bytes: its max.message.bytes is "
                    + limit + "; raise it and start the job again from its last checkpoint"));
        }
        Outbound letter = out.topic().equals(deadLetters.topic()) ? out : deadLetters.stub(out, limit);
        int room = limit(deadLetters.topic());
        return DeadLetters.size(letter) <= room ? letter : deadLetters.fitted(letter, room);
    }

    private int limit(String topic) {
        return limits.getOrDefault(topic, Integer.MAX_VALUE);
    }

    /** As {@link #open} would find them. */
    OutboundSchema withLimits(Map<String, Integer> bytes) {
        limits = bytes;
        return this;
    }

    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Optional.of(new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.copyOf(topics))));
    }
}
