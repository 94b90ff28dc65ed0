package dev.freshet.kafka;

import java.io.Serial;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the partitions begin, decided once, before the first is handed out: a job that fails before its first checkpoint
 * begins there again. A consumer that finds its offset gone is told to fail, not to look for another.
 */
@SuppressWarnings("deprecation") // the connector's API takes the enum that kafka-clients deprecates
record StartOffsets(Start start) implements OffsetsInitializer {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public Map<TopicPartition, Long> getPartitionOffsets(
            Collection<TopicPartition> partitions, PartitionOffsetsRetriever kafka) {
        return switch (start) {
            case EARLIEST -> earliest(partitions);
            case LATEST -> kafka.endOffsets(partitions);
            case COMMITTED -> {
                Map<TopicPartition, Long> offsets = earliest(partitions);
                offsets.putAll(kafka.committedOffsets(partitions));
                yield offsets;
            }
        };
    }

    /** Left to the reader, since what is the first record changes while retention works. */
    private static Map<TopicPartition, Long> earliest(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(partition -> offsets.put(partition, KafkaPartitionSplit.EARLIEST_OFFSET));
        return offsets;
    }

    @Override
    public OffsetResetStrategy getAutoOffsetResetStrategy() {
        return OffsetResetStrategy.NONE;
    }
}
