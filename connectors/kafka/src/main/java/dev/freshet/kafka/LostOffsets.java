package dev.freshet.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What to do where a split is to go on at an offset that its partition no longer has. Without it the consumer would go on at
 * one end or the other, and say nothing.
 *
 * @param skipped counts the offsets that are passed over
 */
record LostOffsets(KafkaSettings kafka, Reading.DataLoss onDataLoss, Counter skipped) {
    private static final Logger LOG = LoggerFactory.getLogger(LostOffsets.class);

    /**
     * The splits to read.
     *
     * @throws SuppressRestartsException if records are gone and must not be
     */
    List<KafkaPartitionSplit> settle(List<KafkaPartitionSplit> splits) {
        List<TopicPartition> placed = splits.stream()
                .filter(split -> split.getStartingOffset() >= 0)
                .map(KafkaPartitionSplit::getTopicPartition)
                .toList();
        if (placed.isEmpty()) {
            return splits;
        }
        try (AdminSession admin = AdminSession.open(kafka)) {
            Map<TopicPartition, ListOffsetsResultInfo> first = offsets(admin, placed, OffsetSpec.earliest());
            Map<TopicPartition, ListOffsetsResultInfo> end = offsets(admin, placed, OffsetSpec.latest());
            List<KafkaPartitionSplit> settled = new ArrayList<>();
            for (KafkaPartitionSplit split : splits) {
                settled.add(split.getStartingOffset() < 0 ? split : settle(split, at(first, split), at(end, split)));
            }
            return settled;
        }
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            AdminSession admin, List<TopicPartition> of, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        of.forEach(partition -> question.put(partition, which));
        return admin.get(
                "list the offsets of " + of, a -> a.listOffsets(question).all());
    }

    private static long at(Map<TopicPartition, ListOffsetsResultInfo> offsets, KafkaPartitionSplit split) {
        return Objects.requireNonNull(offsets.get(split.getTopicPartition())).offset();
    }

    private KafkaPartitionSplit settle(KafkaPartitionSplit split, long first, long end) {
        long next = split.getStartingOffset();
        String where = "topic " + split.getTopic() + ", partition " + split.getPartition();
        if (next > end) {
            throw giveUp(where + " ends at offset " + end + ", but this job has read up to " + next
                    + ": its end is lost, or the topic was created anew; begin anew, without a savepoint");
        }
        if (next >= first) {
            return split;
        }
        String range = where + ": offsets " + next + " to " + (first - 1) + " (" + (first - next)
                + ") were deleted before this job had read them";
        if (onDataLoss == Reading.DataLoss.FAIL) {
            throw giveUp(range
                    + "; raise the topic's retention.ms, and set kafka.on-data-loss: skip to go on at offset " + first);
        }
        LOG.warn("{}; going on at offset {}, as kafka.on-data-loss says", range, first);
        skipped.inc(first - next);
        return new KafkaPartitionSplit(
                split.getTopicPartition(),
                first,
                split.getStoppingOffset().orElse(KafkaPartitionSplit.NO_STOPPING_OFFSET));
    }

    private static SuppressRestartsException giveUp(String why) {
        return new SuppressRestartsException(new InputChangedException(why));
    }
}
