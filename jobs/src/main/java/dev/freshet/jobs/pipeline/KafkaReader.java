package dev.freshet.jobs.pipeline;

import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.TopicSpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code kafka} of a pipeline file. No message shows a value that may have come from the environment. */
final class KafkaReader {
    private static final String BOOTSTRAP = "localhost:9092";
    private static final List<String> TOPICS =
            Arrays.stream(Topic.values()).map(Topic::word).toList();

    private final Section kafka;
    private final Problems problems;

    KafkaReader(Section kafka, Problems problems) {
        this.kafka = kafka;
        this.problems = problems;
    }

    @Nullable
    KafkaSettings settings() {
        if (!problems.noneAround("kafka.bootstrap") || !problems.noneAround("kafka.properties")) {
            return null;
        }
        String bootstrap = kafka.text("bootstrap", BOOTSTRAP);
        if (!isLegal(() -> KafkaSettings.of(bootstrap))) {
            problems.add(
                    kafka.at("bootstrap"),
                    "expected one or more host:port, separated by commas, found string \""
                            + kafka.source("bootstrap", BOOTSTRAP) + "\"");
            return null;
        }
        Section given = kafka.in("properties");
        Map<String, String> properties = new LinkedHashMap<>();
        for (String name : given.entries().keySet()) {
            String value = given.asWritten(name);
            if (problems.attempt(given.at(name), () -> new KafkaSettings(BOOTSTRAP, Map.of(name, value))) != null) {
                properties.put(name, value);
            }
        }
        return new KafkaSettings(bootstrap, properties);
    }

    /** @param name null where the pipeline has none that could begin the topics' names */
    @Nullable
    PipelineTopics topics(@Nullable String name) {
        if (!problems.noneAround("kafka.topics")) {
            return null;
        }
        Section given = kafka.in("topics");
        Map<String, String> keysByTopic = new LinkedHashMap<>();
        for (String key : name != null ? TOPICS : given.keys(TOPICS)) {
            String topic = given.text(key, name + "." + key);
            checkLegal(given, key, topic);
            String other = keysByTopic.putIfAbsent(topic, key);
            if (other != null) {
                checkDiffer(given, key, other);
            }
        }
        return name != null && problems.noneAround("kafka.topics") ? topics(given, name) : null;
    }

    private void checkLegal(Section given, String key, String topic) {
        if (!isLegal(() -> TopicSpec.requireLegal(topic))) {
            problems.add(
                    given.at(key),
                    "expected a topic name of 1 to 249 letters, digits, '.', '_' and '-', neither '.' nor '..', found string \""
                            + given.source(key, topic) + "\"");
        }
    }

    private void checkDiffer(Section given, String key, String other) {
        String blamed = given.has(key) ? key : other;
        String loop = other.equals("events") ? ": the job would read what it writes" : "";
        problems.add(
                given.at(blamed),
                "is also the topic of " + (blamed.equals(key) ? other : key) + loop + "; name another");
    }

    private static PipelineTopics topics(Section given, String name) {
        Map<Topic, String> names = new EnumMap<>(Topic.class);
        for (Topic topic : Topic.values()) {
            names.put(topic, given.text(topic.word(), name + "." + topic.word()));
        }
        return new PipelineTopics(
                names,
                given.integer("partitions", PipelineTopics.PARTITIONS),
                given.integer("replication", TopicSpec.BROKER_DEFAULT),
                given.truth("create", true));
    }

    private static boolean isLegal(Runnable check) {
        try {
            check.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
