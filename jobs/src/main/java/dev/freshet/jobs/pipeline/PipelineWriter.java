package dev.freshet.jobs.pipeline;

import dev.freshet.jobs.learn.EventRules;
import dev.freshet.jobs.learn.LabelRules;
import dev.freshet.jobs.learn.PublishRules;
import dev.freshet.jobs.learn.QualityGate;
import dev.freshet.jobs.score.ScoreRules;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.Reading;
import dev.freshet.kafka.TopicSpec;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Selection;
import dev.freshet.wire.EventMapping;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes a pipeline as the file that reads back equal; defaults of the surroundings stay out, those of the model stand. */
public final class PipelineWriter {

    private PipelineWriter() {}

    /**
     * All of {@code pipeline}. What came from the environment, passwords too, stands in it in the clear.
     *
     * @throws IllegalArgumentException if no file says the same
     */
    public static String write(Pipeline pipeline) {
        YamlText yaml = new YamlText().line("name", YamlText.string(pipeline.name()));
        LearnerWriter learner = new LearnerWriter(pipeline.learner());
        learner.writeTask(yaml);
        writeKafka(pipeline, yaml);
        boolean mapped = !pipeline.events().equals(EventMapping.CANONICAL);
        YamlText events = mapped ? events(pipeline.events()) : new YamlText();
        writeRules(pipeline.rules(), events);
        if (mapped || pipeline.rules().any()) {
            yaml.block("events", events);
        }
        learner.writeModel(yaml);
        writeDelivery(pipeline, yaml);
        if (pipeline.parallelism() > 0) {
            yaml.line("parallelism", String.valueOf(pipeline.parallelism()));
        }
        writeState(pipeline.state(), yaml);
        writePrior(pipeline.prior(), yaml);
        writePublish(pipeline.publish(), yaml);
        writeScoring(pipeline.scoring(), yaml);
        writeLabels(pipeline.labels(), yaml);
        if (pipeline.commands() != null) {
            yaml.line("commands", "{ids: " + pipeline.commands().ids() + "}");
        }
        writeSelection(pipeline.selection(), learner, yaml);
        return checked(yaml.toString(), pipeline, read -> read);
    }

    /**
     * A pipeline with every default but its name and its learner.
     *
     * @throws IllegalArgumentException if no file says the same
     */
    public static String write(String name, LearnerSpec learner) {
        YamlText yaml = new YamlText().line("name", YamlText.string(name));
        LearnerWriter writer = new LearnerWriter(learner);
        writer.writeTask(yaml);
        writer.writeModel(yaml);
        return checked(yaml.toString(), learner, Pipeline::learner);
    }

    private static String checked(String yaml, Object expected, Function<Pipeline, Object> part) {
        Object read;
        try {
            read = part.apply(PipelineFile.parse("it", yaml, Map.of()));
        } catch (PipelineException e) {
            throw new IllegalArgumentException("no pipeline file can say this: " + e.getMessage(), e);
        }
        if (!read.equals(expected)) {
            throw new IllegalArgumentException("a pipeline file would read as " + read + ": got " + expected);
        }
        return yaml;
    }

    private static void writeKafka(Pipeline pipeline, YamlText yaml) {
        KafkaSettings kafka = pipeline.kafka();
        YamlText block = new YamlText().line("bootstrap", YamlText.string(kafka.bootstrap()));
        YamlText properties = new YamlText();
        new TreeMap<>(kafka.properties())
                .forEach((name, value) -> properties.line(YamlText.key(name), YamlText.string(value)));
        block.blockIfAny("properties", properties);
        block.blockIfAny("topics", topics(pipeline));
        writeReading(pipeline.reading(), block);
        yaml.block("kafka", block);
    }

    private static void writeReading(Reading reading, YamlText yaml) {
        writeUnless(Reading.DEFAULT.start(), "start", reading.start(), yaml);
        writeUnless(Reading.DEFAULT.ordering(), "ordering", reading.ordering(), yaml);
        writeUnless(Reading.DEFAULT.onDataLoss(), "on-data-loss", reading.onDataLoss(), yaml);
    }

    private static void writeUnless(Enum<?> absent, String key, Enum<?> value, YamlText yaml) {
        if (!value.equals(absent)) {
            yaml.line(key, Words.of(value));
        }
    }

    private static YamlText topics(Pipeline pipeline) {
        PipelineTopics topics = pipeline.topics();
        PipelineTopics defaults = PipelineTopics.of(pipeline.name());
        YamlText yaml = new YamlText();
        for (Topic topic : Topic.values()) {
            writeUnless(defaults.name(topic), topic.word(), topics.name(topic), yaml);
        }
        if (topics.partitions() != PipelineTopics.PARTITIONS) {
            yaml.line("partitions", String.valueOf(topics.partitions()));
        }
        if (topics.replication() != TopicSpec.BROKER_DEFAULT) {
            yaml.line("replication", String.valueOf(topics.replication()));
        }
        return topics.create() ? yaml : yaml.line("create", "false");
    }

    private static YamlText events(EventMapping events) {
        YamlText yaml = new YamlText();
        writeUnless(null, "key", events.key(), yaml);
        writeUnless(null, "id", events.id(), yaml);
        writeUnless(null, "time", events.time(), yaml);
        writeUnless(null, "label", events.label(), yaml);
        writeUnless(null, "weight", events.weight(), yaml);
        writeUnless("", "features", events.features(), yaml);
        return yaml;
    }

    private static void writeRules(EventRules rules, YamlText yaml) {
        if (rules.ids() > 0) {
            yaml.line("dedupe", YamlText.map(Map.of("ids", String.valueOf(rules.ids()))));
        }
        if (rules.lateAfter() > 0) {
            yaml.block(
                    "late",
                    new YamlText()
                            .line("after", Durations.format(Duration.ofMillis(rules.lateAfter())))
                            .line("then", Words.of(rules.late())));
        }
    }

    private static void writeUnless(@Nullable String absent, String key, @Nullable String value, YamlText yaml) {
        if (value != null && !value.equals(absent)) {
            yaml.line(key, YamlText.string(value));
        }
    }

    private static void writeDelivery(Pipeline pipeline, YamlText yaml) {
        DeliverySettings delivery = pipeline.delivery();
        YamlText checkpoint = new YamlText()
                .line("interval", Durations.format(delivery.checkpointInterval()))
                .line("timeout", Durations.format(delivery.checkpointTimeout()));
        writeUnless(null, "directory", pipeline.checkpointDirectory(), checkpoint);
        checkpoint.line("restart-budget", Durations.format(delivery.restartBudget()));
        yaml.block("checkpoint", checkpoint);
        YamlText block = new YamlText()
                .line("guarantee", Words.of(delivery.guarantee()))
                .line("transaction-timeout", Durations.format(delivery.transactionTimeout()))
                .line("transactional-id-prefix", YamlText.string(delivery.transactionalIdPrefix()))
                .line("transaction-naming", Words.of(delivery.naming()))
                .line("unproven-commits", Words.of(delivery.unproven()));
        yaml.block("delivery", block);
    }

    private static void writePrior(@Nullable PriorSettings prior, YamlText yaml) {
        if (prior != null) {
            yaml.block(
                    "prior",
                    new YamlText()
                            .line("snapshot", YamlText.string(prior.file()))
                            .line("fingerprint", YamlText.string(prior.fingerprint()))
                            .line("shrinkage", String.valueOf(prior.shrinkage())));
        }
    }

    private static void writePublish(PublishRules publish, YamlText yaml) {
        if (!publish.equals(PublishRules.DEFAULT)) {
            YamlText block = new YamlText().line("every", String.valueOf(publish.every()));
            if (publish.ageMillis() > 0) {
                block.line("age", Durations.format(Duration.ofMillis(publish.ageMillis())));
            }
            block.line("on-drift", String.valueOf(publish.onDrift()));
            writeUnless(QualityGate.NONE, "gate", publish.gate(), block);
            yaml.block("publish", block);
        }
    }

    private static void writeScoring(@Nullable ScoreRules scoring, YamlText yaml) {
        if (scoring != null) {
            yaml.block(
                    "scoring",
                    new YamlText()
                            .line("until-model", Words.of(scoring.untilModel()))
                            .line("wait", Durations.format(Duration.ofMillis(scoring.waitMillis())))
                            .line("most", String.valueOf(scoring.most()))
                            .line("then", Words.of(scoring.then())));
        }
    }

    private static void writeLabels(@Nullable LabelRules labels, YamlText yaml) {
        if (labels != null) {
            yaml.block(
                    "labels",
                    new YamlText()
                            .line("wait", Durations.format(Duration.ofMillis(labels.waitMillis())))
                            .line("ttl", Durations.format(Duration.ofMillis(labels.ttlMillis()))));
        }
    }

    private static void writeSelection(@Nullable Selection selection, LearnerWriter learner, YamlText yaml) {
        if (selection != null) {
            yaml.list(
                            "challengers",
                            selection.challengers().stream()
                                    .map(learner::challenger)
                                    .toList())
                    .line("select", SelectionWords.write(selection.rule()));
        }
    }

    private static void writeState(StateSettings state, YamlText yaml) {
        if (!state.equals(StateSettings.HEAP)) {
            Map<String, String> words = new TreeMap<>(Map.of(
                    "backend",
                    Words.of(state.backend()),
                    "cache",
                    String.valueOf(state.cache()),
                    "max-parallelism",
                    String.valueOf(state.maxParallelism()),
                    "on-shape-change",
                    Words.of(state.rules().onShapeChange())));
            if (state.rules().idle() > 0) {
                words.put(
                        "idle", Durations.format(Duration.ofMillis(state.rules().idle())));
            }
            yaml.line("state", YamlText.map(words));
        }
    }
}
