package dev.freshet.jobs.pipeline;

import dev.freshet.kafka.TopicSpec;
import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Names of a pipeline's topics, all different, and how those that are missing are created.
 *
 * @param names one for each {@link Topic}
 * @param replication {@link TopicSpec#BROKER_DEFAULT} to let the broker decide
 * @param create whether missing topics are created at start-up
 */
public record PipelineTopics(Map<Topic, String> names, int partitions, int replication, boolean create)
        implements Serializable {

    static final int PARTITIONS = 4;

    public PipelineTopics {
        Map<String, Topic> seen = new HashMap<>();
        for (Topic topic : Topic.values()) {
            String name = Objects.requireNonNull(names.get(topic), topic.word());
            TopicSpec.requireLegal(name);
            if (seen.putIfAbsent(name, topic) != null) {
                throw new IllegalArgumentException("topics must differ: got " + name + " twice");
            }
        }
        names = Collections.unmodifiableMap(new EnumMap<>(names));
        TopicSpec.of(names.getOrDefault(Topic.EVENTS, ""), partitions).replicated(replication);
    }

    /** {@code name.events}, {@code name.predictions} and so on. */
    public static PipelineTopics of(String name) {
        Map<Topic, String> names = new EnumMap<>(Topic.class);
        for (Topic topic : Topic.values()) {
            names.put(topic, name + "." + topic.word());
        }
        return new PipelineTopics(names, PARTITIONS, TopicSpec.BROKER_DEFAULT, true);
    }

    /** The same topics, one of them under another name. */
    public PipelineTopics with(Topic topic, String name) {
        Map<Topic, String> changed = new EnumMap<>(names);
        changed.put(topic, name);
        return new PipelineTopics(changed, partitions, replication, create);
    }

    /** The same topics, created with so many partitions. */
    public PipelineTopics partitioned(int count) {
        return new PipelineTopics(names, count, replication, create);
    }

    /** The same topics, created with so many replicas. */
    public PipelineTopics replicated(int count) {
        return new PipelineTopics(names, partitions, count, create);
    }

    /** The same topics, which must all be there. */
    public PipelineTopics existing() {
        return new PipelineTopics(names, partitions, replication, false);
    }

    public String name(Topic topic) {
        return names.getOrDefault(topic, "");
    }

    public String events() {
        return name(Topic.EVENTS);
    }

    /**
     * What a training job reads: events, or features and then their labels.
     *
     * @param later whether labels come later than their features
     */
    public List<String> learnedFrom(boolean later) {
        return later ? List.of(features(), labels()) : List.of(events());
    }

    public String predictions() {
        return name(Topic.PREDICTIONS);
    }

    public String metrics() {
        return name(Topic.METRICS);
    }

    public String drift() {
        return name(Topic.DRIFT);
    }

    public String models() {
        return name(Topic.MODELS);
    }

    public String deadLetters() {
        return name(Topic.DEAD_LETTERS);
    }

    public String ledger() {
        return name(Topic.LEDGER);
    }

    public String features() {
        return name(Topic.FEATURES);
    }

    public String labels() {
        return name(Topic.LABELS);
    }

    public String scores() {
        return name(Topic.SCORES);
    }

    public String modelHistory() {
        return name(Topic.MODEL_HISTORY);
    }

    public String commands() {
        return name(Topic.COMMANDS);
    }

    public String commandAcks() {
        return name(Topic.COMMAND_ACKS);
    }

    public String promotions() {
        return name(Topic.PROMOTIONS);
    }
}
