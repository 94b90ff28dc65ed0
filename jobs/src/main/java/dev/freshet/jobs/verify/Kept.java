package dev.freshet.jobs.verify;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.RawRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far back the topics still reach. What retention has deleted is no loss: a record older than what an output topic holds
 * in some partition may have had its answer there. Acknowledgements count by themselves, since they are few, and a topic that
 * gets none is soon empty.
 */
final class Kept {
    private final Reach answers;
    private final Reach acknowledgements;

    /** Topics of the same kind. */
    private static final class Reach {
        /** By topic, the partitions whose beginning is gone and of which no record has been seen. */
        private final Map<String, Map<Integer, Long>> trimmed = new HashMap<>();

        private final boolean all;
        private long horizon = Long.MIN_VALUE;

        private Reach(Map<String, Map<Integer, Long>> starts) {
            starts.forEach((topic, byPartition) -> {
                Map<Integer, Long> begun = new HashMap<>(byPartition);
                begun.values().removeIf(start -> start == 0);
                trimmed.put(topic, begun);
            });
            all = trimmed.values().stream().allMatch(Map::isEmpty);
        }

        private void seen(RawRecord record) {
            Map<Integer, Long> begun = trimmed.get(record.topic());
            if (begun != null && begun.remove(record.partition()) != null) {
                horizon = Math.max(horizon, record.timestamp());
            }
        }

        private boolean mayBeGone(long time) {
            return !all && (time <= horizon || trimmed.values().stream().anyMatch(left -> !left.isEmpty()));
        }
    }

    /**
     * Of topics as they are.
     *
     * @param answers first offset of each partition, by topic
     * @param acknowledgements the same of the topic of acknowledgements; empty where there is none
     */
    Kept(Map<String, Map<Integer, Long>> answers, Map<String, Map<Integer, Long>> acknowledgements) {
        this.answers = new Reach(answers);
        this.acknowledgements = new Reach(acknowledgements);
    }

    static Kept of(Pipeline pipeline) {
        PipelineTopics topics = pipeline.topics();
        List<String> acks = pipeline.commands() == null ? List.of() : List.of(topics.commandAcks());
        return new Kept(
                starts(pipeline.kafka(), List.of(topics.predictions(), topics.deadLetters(), topics.ledger())),
                starts(pipeline.kafka(), acks));
    }

    private static Map<String, Map<Integer, Long>> starts(KafkaSettings kafka, List<String> topics) {
        Map<String, Map<Integer, Long>> starts = new HashMap<>();
        for (String topic : topics) {
            starts.put(topic, TopicReader.starts(kafka, topic));
        }
        return starts;
    }

    /** Takes a record of an output topic; those of a partition come in their order. */
    void seen(RawRecord record) {
        answers.seen(record);
        acknowledgements.seen(record);
    }

    /** Whether the topics hold every prediction, dead letter and row that was ever written to them. */
    boolean all() {
        return answers.all;
    }

    /** Whether the topics hold every acknowledgement that was ever written to them. */
    boolean allAcknowledgements() {
        return acknowledgements.all;
    }

    /** Whether the answer to an event of this time may have been deleted; to be asked when all output has been seen. */
    boolean mayBeGone(long eventTime) {
        return answers.mayBeGone(eventTime);
    }

    /** The same of a command, which may have been acknowledged or be a dead letter. */
    boolean acknowledgementMayBeGone(long commandTime) {
        return acknowledgements.mayBeGone(commandTime) || answers.mayBeGone(commandTime);
    }
}
