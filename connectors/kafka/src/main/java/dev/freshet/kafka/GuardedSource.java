package dev.freshet.kafka;

import dev.freshet.wire.Decoded;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka source that ends the job, with the reason and without a restart, where reading on would lose records or mix the
 * order of a key's records: partitions that come, a topic that another has replaced, offsets that are gone, a second job
 * with the same transactions.
 *
 * @param type of the records
 * @param source the connector's
 * @param lasts see {@link EventSource#marking}
 * @param owner whose the transactions are; null where there are none
 */
record GuardedSource(
        Source<Decoded, KafkaPartitionSplit, KafkaSourceEnumState> source,
        TypeInformation<Decoded> type,
        KafkaSettings kafka,
        String topic,
        Reading reading,
        Map<Integer, Long> lasts,
        @Nullable TransactionOwner owner)
        implements Source<Decoded, KafkaPartitionSplit, InputState>, ResultTypeQueryable<Decoded> {

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SourceReader<Decoded, KafkaPartitionSplit> createReader(SourceReaderContext context) throws Exception {
        LostOffsets lost = new LostOffsets(
                kafka,
                reading.onDataLoss(),
                context.metricGroup().addGroup("input").counter("lostOffsets"));
        return new GuardedReader(source.createReader(context), lost, new ReachedSplits(lasts));
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, InputState> createEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context) throws Exception {
        return new GuardedEnumerator(this, source.createEnumerator(context), context, null, 0);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, InputState> restoreEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, InputState state) throws Exception {
        int partitions = state.kafka().initialDiscoveryFinished()
                ? state.kafka().splits().size()
                : 0;
        return new GuardedEnumerator(
                this, source.restoreEnumerator(context, state.kafka()), context, state.topicId(), partitions);
    }

    @Override
    public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
        return source.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<InputState> getEnumeratorCheckpointSerializer() {
        return new InputState.Serializer(source.getEnumeratorCheckpointSerializer());
    }

    @Override
    public TypeInformation<Decoded> getProducedType() {
        return type;
    }
}
