package dev.freshet.kafka;

import dev.freshet.wire.Outbound;
import java.io.IOException;
import java.io.Serial;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.internal.KafkaCommitter;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * An exactly-once {@link KafkaSink} whose commits are checked: the connector only logs a commit that failed for good, and the
 * job goes on without the records. Here the ledger decides whether they are there.
 */
final class WitnessedSink
        implements Sink<Outbound>,
                SupportsWriterState<Outbound, KafkaWriterState>,
                SupportsCommitter<WitnessedCommit>,
                SupportsPostCommitTopology<WitnessedCommit> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final KafkaSink<Outbound> kafka;
    private final KafkaSettings settings;
    private final DeliverySettings delivery;
    private final String ledger;

    WitnessedSink(KafkaSink<Outbound> kafka, KafkaSettings settings, DeliverySettings delivery, String ledger) {
        this.kafka = kafka;
        this.settings = settings;
        this.delivery = delivery;
        this.ledger = ledger;
    }

    @Override
    public WitnessedWriter createWriter(WriterInitContext context) throws IOException {
        return restoreWriter(context, List.of());
    }

    @Override
    public WitnessedWriter restoreWriter(WriterInitContext context, Collection<KafkaWriterState> states)
            throws IOException {
        return new WitnessedWriter(kafka.restoreWriter(context, states), ledger);
    }

    @Override
    public SimpleVersionedSerializer<KafkaWriterState> getWriterStateSerializer() {
        return kafka.getWriterStateSerializer();
    }

    @Override
    public Committer<WitnessedCommit> createCommitter(CommitterInitContext context) {
        KafkaCommitter committer = (KafkaCommitter) kafka.createCommitter(context);
        return new WitnessedCommitter(
                committer, new WitnessSearch(settings, ledger), delivery.transactionTimeout(), delivery.unproven());
    }

    @Override
    public SimpleVersionedSerializer<WitnessedCommit> getCommittableSerializer() {
        return new WitnessedCommitSerializer(kafka.getCommittableSerializer());
    }

    /** The connector looks at the operators only, to keep writer and committer together. */
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public void addPostCommitTopology(DataStream<CommittableMessage<WitnessedCommit>> committer) {
        kafka.addPostCommitTopology((DataStream) committer);
    }
}
