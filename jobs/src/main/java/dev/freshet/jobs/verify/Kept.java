package dev.freshet.jobs.verify;

import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.RawRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far back the topics still reach. What retention has deleted is no loss: an event older than what an output topic holds
 * in some partition may have had its answer there.
 */
final class Kept {
    /** By topic, the partitions whose beginning is gone and of which no record has been seen. */
    private final Map<String, Map<Integer, Long>> trimmed = new HashMap<>();

    private final boolean all;
    private long horizon = Long.MIN_VALUE;

    private Kept(Map<String, Map<Integer, Long>> starts) {
        starts.forEach((topic, byPartition) -> {
            Map<Integer, Long> begun = new HashMap<>(byPartition);
            begun.values().removeIf(start -> start == 0);
            trimmed.put(topic, begun);
        });
        all = trimmed.values().stream().allMatch(Map::isEmpty);
    }

    static Kept of(KafkaSettings kafka, PipelineTopics topics) {
        Map<String, Map<Integer, Long>> starts = new HashMap<>();
        for (String topic : List.of(topics.predictions(), topics.deadLetters(), topics.ledger())) {
            starts.put(topic, TopicReader.starts(kafka, topic));
        }
        return new Kept(starts);
    }

    /** Takes a record of an output topic; those of a partition come in their order. */
    void seen(RawRecord record) {
        Map<Integer, Long> begun = trimmed.get(record.topic());
        if (begun != null && begun.remove(record.partition()) != null) {
            horizon = Math.max(horizon, record.timestamp());
        }
    }

    /** Whether the topics hold all that was ever written to them. */
    boolean all() {
        return all;
    }

    /** Whether the answer to an event of this time may have been deleted; to be asked when all output has been seen. */
    boolean mayBeGone(long eventTime) {
        return !all && (eventTime <= horizon || trimmed.values().stream().anyMatch(left -> !left.isEmpty()));
    }
}
