package dev.freshet.kafka;

import dev.freshet.wire.Outbound;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Names its topics as well: a sink that pools transactions looks for open ones there. */
final class OutboundSchema implements KafkaRecordSerializationSchema<Outbound>, KafkaDatasetFacetProvider {
    @Serial
    private static final long serialVersionUID = 1L;

    private final TreeSet<String> topics;

    OutboundSchema(List<String> topics) {
        this.topics = new TreeSet<>(topics);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            Outbound out, @Nullable KafkaSinkContext context, @Nullable Long timestampOfFlink) {
        if (!topics.contains(out.topic())) {
            throw new IllegalArgumentException(
                    "the sink was built for the topics " + topics + ": got a record for " + out.topic());
        }
        return ProducerRecords.of(out);
    }

    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Optional.of(new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.copyOf(topics))));
    }
}
