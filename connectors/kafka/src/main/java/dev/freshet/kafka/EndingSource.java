package dev.freshet.kafka;

import dev.freshet.wire.Decoded;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A Kafka source whose ends hold for the splits of a savepoint, too. The connector gives an end to the splits that it makes,
 * but takes those of a savepoint as they were written, and a source without end writes none: a job that is to end would go on
 * for ever.
 *
 * @param ends offset before which each partition ends
 */
record EndingSource(KafkaSource<Decoded> source, Map<Integer, Long> ends)
        implements Source<Decoded, KafkaPartitionSplit, KafkaSourceEnumState>, ResultTypeQueryable<Decoded> {

    @Override
    public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
        return new Ending(source.getSplitSerializer(), ends);
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SourceReader<Decoded, KafkaPartitionSplit> createReader(SourceReaderContext context) throws Exception {
        return source.createReader(context);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context) {
        return source.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state) throws IOException {
        var restored = source.restoreEnumerator(context, state);
        Set<Integer> assigned = state.assignedSplits().stream()
                .map(KafkaPartitionSplit::getPartition)
                .collect(Collectors.toSet());
        return assigned.containsAll(ends.keySet()) ? new EndingEnumerator(restored, context) : restored;
    }

    @Override
    public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }

    @Override
    public TypeInformation<Decoded> getProducedType() {
        return source.getProducedType();
    }

    /** The connector's bytes; a split that is read gets its end. */
    record Ending(SimpleVersionedSerializer<KafkaPartitionSplit> bytes, Map<Integer, Long> ends)
            implements SimpleVersionedSerializer<KafkaPartitionSplit> {

        @Override
        public int getVersion() {
            return bytes.getVersion();
        }

        @Override
        public byte[] serialize(KafkaPartitionSplit split) throws IOException {
            return bytes.serialize(split);
        }

        @Override
        public KafkaPartitionSplit deserialize(int version, byte[] serialized) throws IOException {
            KafkaPartitionSplit split = bytes.deserialize(version, serialized);
            Long end = ends.get(split.getPartition());
            return end == null || split.isMigrated()
                    ? split
                    : new KafkaPartitionSplit(split.getTopicPartition(), split.getStartingOffset(), end);
        }
    }
}
