package dev.freshet.jobs.pipeline;

import dev.freshet.jobs.learn.CommandRules;
import dev.freshet.jobs.learn.EventRules;
import dev.freshet.jobs.learn.LabelRules;
import dev.freshet.jobs.learn.PublishRules;
import dev.freshet.jobs.learn.QualityGate;
import dev.freshet.jobs.learn.StateRules;
import dev.freshet.jobs.score.ScoreRules;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.DeliverySettings.Guarantee;
import dev.freshet.kafka.DeliverySettings.TransactionNaming;
import dev.freshet.kafka.DeliverySettings.Unproven;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.Reading;
import dev.freshet.kafka.Start;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Selection;
import dev.freshet.model.Task;
import dev.freshet.wire.EventMapping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes in, pipeline out; adds what the schema cannot know to the problems and throws them all together. */
final class PipelineReader {
    private static final List<String> MAPPED = List.of("key", "id", "time", "label", "weight", "features");
    private static final List<String> RULES = List.of("dedupe", "late");

    private final Section root;
    private final Path directory;
    private final Problems problems;

    /** @param directory where files that it names are sought */
    PipelineReader(YamlNode.Mapping root, Path directory, Problems problems) {
        this.directory = directory;
        this.root = Section.of(root);
        this.problems = problems;
    }

    Pipeline read() {
        String name = root.has("name") && problems.noneAround("name") ? root.text("name", "") : null;
        LearnerSpec learner = new LearnerReader(root, problems).read();
        PriorSettings prior = prior(learner);
        Selection selection = new SelectionReader(root, problems).read(learner);
        EventMapping events = events();
        EventRules rules = rules(events);
        KafkaReader reader = new KafkaReader(root.in("kafka"), problems);
        KafkaSettings kafka = reader.settings();
        PipelineTopics topics = reader.topics(name);
        DeliverySettings delivery = name == null ? null : delivery(name);
        if (name == null
                || learner == null
                || events == null
                || rules == null
                || kafka == null
                || topics == null
                || delivery == null) {
            throw problems.asException();
        }
        StateSettings state = state();
        PublishRules publish = publish(learner);
        ScoreRules scoring = scoring();
        LabelRules labels = labels();
        int parallelism = root.integer("parallelism", 0);
        if (parallelism > state.maxParallelism()) {
            problems.add(
                    root.at("parallelism"),
                    "must be <= state.max-parallelism = " + state.maxParallelism() + ", found " + parallelism);
        }
        problems.throwIfAny();
        return new Pipeline(
                name,
                learner,
                events,
                kafka,
                topics,
                reading(root.in("kafka")),
                delivery,
                checkpointDirectory(),
                parallelism,
                state,
                rules,
                prior,
                publish,
                scoring,
                labels,
                commands(),
                selection);
    }

    private @Nullable LabelRules labels() {
        if (!root.has("labels") || !problems.noneAround("labels")) {
            return null;
        }
        Section events = root.in("events");
        RULES.stream()
                .filter(events::has)
                .forEach(
                        rule -> problems.add(
                                events.at(rule),
                                "must not stand beside labels: features of one id are told apart for labels.ttl, and none are late"));
        Section labels = root.in("labels");
        if (labels.has("ttl") && labels.duration("ttl", "").isZero()) {
            problems.add(labels.at("ttl"), "must be > 0 ms, found " + labels.source("ttl", ""));
            return null;
        }
        return new LabelRules(
                labels.duration("wait", "1h").toMillis(),
                labels.duration("ttl", "7d").toMillis());
    }

    private @Nullable ScoreRules scoring() {
        if (!root.has("scoring") || !problems.noneAround("scoring")) {
            return null;
        }
        Section scoring = root.in("scoring");
        Duration wait = scoring.duration("wait", "1h");
        if (wait.isZero()) {
            problems.add(scoring.at("wait"), "must be > 0 ms, found " + scoring.source("wait", ""));
            return null;
        }
        return new ScoreRules(
                Words.read(ScoreRules.UntilModel.class, scoring.text("until-model", "wait")),
                wait.toMillis(),
                scoring.integer("most", ScoreRules.DEFAULT.most()),
                Words.read(ScoreRules.Then.class, scoring.text("then", "prior")));
    }

    private @Nullable CommandRules commands() {
        return root.has("commands") && problems.noneAround("commands")
                ? new CommandRules(root.in("commands").integer("ids", CommandRules.DEFAULT.ids()))
                : null;
    }

    private QualityGate gate(Section publish, LearnerSpec learner) {
        QualityGate gate = Words.read(QualityGate.class, publish.text("gate", "none"));
        if (!gate.suits(learner.task() instanceof Task.Classification)) {
            problems.add(
                    publish.at("gate"),
                    "must be a baseline of the task: majority of classes, mean of a regression, no-change of both,"
                            + " found " + Words.of(gate));
        }
        if (gate != QualityGate.NONE && learner.metrics().none()) {
            problems.add(publish.at("gate"), "needs metrics to judge by, found metrics: none");
        }
        return gate;
    }

    private PublishRules publish(LearnerSpec learner) {
        if (!problems.noneAround("publish")) {
            return PublishRules.DEFAULT;
        }
        Section publish = root.in("publish");
        if (publish.has("age") && publish.duration("age", "").isZero()) {
            problems.add(publish.at("age"), "must be > 0 ms, found " + publish.source("age", ""));
        }
        return new PublishRules(
                publish.integer("every", PublishRules.DEFAULT.every()),
                publish.has("age") ? publish.duration("age", "").toMillis() : 0,
                publish.truth("on-drift", PublishRules.DEFAULT.onDrift()),
                gate(publish, learner));
    }

    private @Nullable PriorSettings prior(@Nullable LearnerSpec learner) {
        if (learner == null || !root.has("prior") || !problems.noneAround("prior")) {
            return null;
        }
        Section prior = root.in("prior");
        return problems.attempt(
                prior.at(),
                () -> PriorSettings.read(
                        directory,
                        prior.text("snapshot", ""),
                        prior.text("fingerprint", ""),
                        prior.number("shrinkage", 0),
                        learner));
    }

    private static Reading reading(Section kafka) {
        return new Reading(
                Words.read(Start.class, kafka.text("start", "earliest")),
                Words.read(Reading.Ordering.class, kafka.text("ordering", "key")),
                Words.read(Reading.DataLoss.class, kafka.text("on-data-loss", "fail")));
    }

    private @Nullable EventMapping events() {
        if (!root.has("events")) {
            return EventMapping.CANONICAL;
        }
        if (!problems.noneAround("events")) {
            return null;
        }
        Section events = root.in("events");
        if (events.keys(MAPPED).isEmpty() && !events.keys(RULES).isEmpty()) {
            return EventMapping.CANONICAL;
        }
        return problems.attempt(events.at(), events.usesEnvironment(), () -> mapping(events));
    }

    private @Nullable EventRules rules(@Nullable EventMapping mapping) {
        if (!problems.noneAround("events")) {
            return null;
        }
        Section events = root.in("events");
        if (events.has("dedupe") && mapping != null && mapping.id() == null) {
            problems.add(events.at("dedupe"), "needs events.id beside it: an event without an id has no duplicates");
        }
        Section late = events.in("late");
        if (late.has("after") && late.duration("after", "").isZero()) {
            problems.add(late.at("after"), "must be > 0 ms, found " + late.source("after", ""));
        }
        return new EventRules(
                events.in("dedupe").integer("ids", 0),
                late.has("after") ? late.duration("after", "").toMillis() : 0,
                Words.read(EventRules.Late.class, late.text("then", "drop")));
    }

    private static EventMapping mapping(Section events) {
        String features = pointer(events, "features");
        return new EventMapping(
                pointer(events, "key"),
                pointer(events, "id"),
                pointer(events, "time"),
                pointer(events, "label"),
                pointer(events, "weight"),
                features == null ? "" : features);
    }

    private static @Nullable String pointer(Section events, String key) {
        return events.has(key) ? EventMapping.pointer(events.text(key, "")) : null;
    }

    private @Nullable DeliverySettings delivery(String name) {
        if (!problems.noneAround("checkpoint") || !problems.noneAround("delivery")) {
            return null;
        }
        Section checkpoint = root.in("checkpoint");
        Section delivery = root.in("delivery");
        DeliverySettings settings = new DeliverySettings(
                checkpoint.duration("interval", "5s"),
                checkpoint.duration("timeout", "60s"),
                checkpoint.duration("restart-budget", "120s"),
                delivery.duration("transaction-timeout", "12min"),
                delivery.text("transactional-id-prefix", name),
                Words.read(TransactionNaming.class, delivery.text("transaction-naming", "incrementing")),
                Words.read(Guarantee.class, delivery.text("guarantee", "exactly-once")),
                Words.read(Unproven.class, delivery.text("unproven-commits", "refuse")));
        Map<String, At> places = Map.of(
                "checkpoint interval", checkpoint.at("interval"),
                "checkpoint timeout", checkpoint.at("timeout"),
                "restart budget", checkpoint.at("restart-budget"),
                "transaction timeout", delivery.at("transaction-timeout"),
                "transactional id prefix", delivery.at("transactional-id-prefix"));
        for (String problem : settings.check(Long.MAX_VALUE)) {
            At at = places.entrySet().stream()
                    .filter(place -> problem.startsWith(place.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(delivery.at());
            problems.add(at, problem);
        }
        return settings;
    }

    private @Nullable String checkpointDirectory() {
        Section checkpoint = root.in("checkpoint");
        return checkpoint.has("directory") ? checkpoint.text("directory", "") : null;
    }

    private StateSettings state() {
        if (!problems.noneAround("state")) {
            return StateSettings.HEAP;
        }
        Section state = root.in("state");
        if (state.has("idle") && state.duration("idle", "").isZero()) {
            problems.add(state.at("idle"), "must be > 0 ms, found " + state.source("idle", ""));
        }
        return new StateSettings(
                Words.read(StateSettings.Backend.class, state.text("backend", "heap")),
                state.integer("cache", StateSettings.HEAP.cache()),
                state.integer("max-parallelism", StateSettings.MAX_PARALLELISM),
                new StateRules(
                        Words.read(StateRules.ShapeChange.class, state.text("on-shape-change", "refuse")),
                        state.has("idle") ? state.duration("idle", "").toMillis() : 0));
    }
}
