package dev.freshet.jobs.pipeline;

import dev.freshet.jobs.learn.CommandRules;
import dev.freshet.jobs.learn.EventRules;
import dev.freshet.jobs.learn.LabelRules;
import dev.freshet.jobs.learn.LearnerSource;
import dev.freshet.jobs.learn.PublishRules;
import dev.freshet.jobs.learn.StateRules;
import dev.freshet.jobs.score.ScoreRules;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.Reading;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Selection;
import dev.freshet.wire.EventMapping;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one pipeline file says, defaults filled in.
 *
 * @param name of the job, and the beginning of its topics' names
 * @param reading of the events
 * @param checkpointDirectory a path or a URI; null for the cluster's own setting
 * @param parallelism subtasks of the learner; 0 for the cluster's default
 * @param rules which events the learner gets to see
 * @param prior where keys begin; null for the learner's own initial weights
 * @param publish when models are published
 * @param commands how commands are taken; null where none are
 * @param selection what learns beside each key's champion; null for nothing
 * @param scoring what becomes of features whose key has no model; null where the file says nothing of scoring
 * @param labels how features and labels wait for each other; null where events bring their labels
 */
public record Pipeline(
        String name,
        LearnerSpec learner,
        EventMapping events,
        KafkaSettings kafka,
        PipelineTopics topics,
        Reading reading,
        DeliverySettings delivery,
        @Nullable String checkpointDirectory,
        int parallelism,
        StateSettings state,
        EventRules rules,
        @Nullable PriorSettings prior,
        PublishRules publish,
        @Nullable ScoreRules scoring,
        @Nullable LabelRules labels,
        @Nullable CommandRules commands,
        @Nullable Selection selection)
        implements Serializable {

    public Pipeline {
        if (parallelism < 0) {
            throw new IllegalArgumentException("parallelism must be >= 1, or 0 for the default: got " + parallelism);
        }
        if (labels != null && rules.any()) {
            throw new IllegalArgumentException(
                    "labels tell duplicates by id themselves, and no features are late: got " + rules + " besides");
        }
        if (selection != null && state.rules().onShapeChange() == StateRules.ShapeChange.MAP) {
            throw new IllegalArgumentException("state.on-shape-change must be refuse beside challengers: got map");
        }
    }

    /** A pipeline that lets in every event, whose keys begin with the learner's own initial weights, published by default. */
    public Pipeline(
            String name,
            LearnerSpec learner,
            EventMapping events,
            KafkaSettings kafka,
            PipelineTopics topics,
            Reading reading,
            DeliverySettings delivery,
            @Nullable String checkpointDirectory,
            int parallelism,
            StateSettings state) {
        this(
                name,
                learner,
                events,
                kafka,
                topics,
                reading,
                delivery,
                checkpointDirectory,
                parallelism,
                state,
                EventRules.NONE,
                null,
                PublishRules.DEFAULT,
                null,
                null,
                null,
                null);
    }

    /** What makes the learner of each key. */
    public LearnerSource learnerSource() {
        LearnerSource source = prior == null
                ? LearnerSource.of(learner)
                : LearnerSource.of(learner, prior.snapshot(), prior.shrinkage());
        return source.choosing(selection);
    }

    /** The subtasks of the learner, where the file says how many. */
    public OptionalInt chosenParallelism() {
        return parallelism == 0 ? OptionalInt.empty() : OptionalInt.of(parallelism);
    }

    /** The same pipeline on other brokers. */
    public Pipeline withKafka(KafkaSettings other) {
        return changed(copy -> copy.kafka = other);
    }

    /** The same pipeline with another learner. */
    public Pipeline withLearner(LearnerSpec other) {
        return changed(copy -> copy.learner = other);
    }

    /** The same pipeline on other topics. */
    public Pipeline withTopics(PipelineTopics other) {
        return changed(copy -> copy.topics = other);
    }

    /** The same pipeline, read otherwise. */
    public Pipeline withReading(Reading other) {
        return changed(copy -> copy.reading = other);
    }

    /** The same pipeline, delivered otherwise. */
    public Pipeline withDelivery(DeliverySettings other) {
        return changed(copy -> copy.delivery = other);
    }

    /** The same pipeline with its checkpoints elsewhere; null for the cluster's own setting. */
    public Pipeline withCheckpointDirectory(@Nullable String directory) {
        return changed(copy -> copy.checkpointDirectory = directory);
    }

    /** The same pipeline with its states elsewhere. */
    public Pipeline withState(StateSettings other) {
        return changed(copy -> copy.state = other);
    }

    /** The same pipeline that lets in other events. */
    public Pipeline withRules(EventRules other) {
        return changed(copy -> copy.rules = other);
    }

    /** The same pipeline with keys that begin elsewhere; null for the learner's own initial weights. */
    public Pipeline withPrior(@Nullable PriorSettings other) {
        return changed(copy -> copy.prior = other);
    }

    /** The same pipeline, its models published at other times. */
    public Pipeline withPublish(PublishRules other) {
        return changed(copy -> copy.publish = other);
    }

    /** The same pipeline that scores otherwise; null to say nothing of it. */
    public Pipeline withScoring(@Nullable ScoreRules other) {
        return changed(copy -> copy.scoring = other);
    }

    /** The same pipeline with labels that come later than their features; null where events bring theirs. */
    public Pipeline withLabels(@Nullable LabelRules other) {
        return changed(copy -> copy.labels = other);
    }

    /** The same pipeline that takes commands; null for none. */
    public Pipeline withCommands(@Nullable CommandRules other) {
        return changed(copy -> copy.commands = other);
    }

    /** The same pipeline with challengers beside each key's champion; null for none. */
    public Pipeline withSelection(@Nullable Selection other) {
        return changed(copy -> copy.selection = other);
    }

    private Pipeline changed(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.pipeline();
    }

    /** What a pipeline becomes when some of it is changed. */
    private static final class Copy {
        private final Pipeline from;
        private LearnerSpec learner;
        private KafkaSettings kafka;
        private PipelineTopics topics;
        private Reading reading;
        private DeliverySettings delivery;
        private @Nullable String checkpointDirectory;
        private StateSettings state;
        private EventRules rules;
        private @Nullable PriorSettings prior;
        private PublishRules publish;
        private @Nullable ScoreRules scoring;
        private @Nullable LabelRules labels;
        private @Nullable CommandRules commands;
        private @Nullable Selection selection;

        private Copy(Pipeline from) {
            this.from = from;
            learner = from.learner;
            kafka = from.kafka;
            topics = from.topics;
            reading = from.reading;
            delivery = from.delivery;
            checkpointDirectory = from.checkpointDirectory;
            state = from.state;
            rules = from.rules;
            prior = from.prior;
            publish = from.publish;
            scoring = from.scoring;
            labels = from.labels;
            commands = from.commands;
            selection = from.selection;
        }

        private Pipeline pipeline() {
            return new Pipeline(
                    from.name,
                    learner,
                    from.events,
                    kafka,
                    topics,
                    reading,
                    delivery,
                    checkpointDirectory,
                    from.parallelism,
                    state,
                    rules,
                    prior,
                    publish,
                    scoring,
                    labels,
                    commands,
                    selection);
        }
    }

    /** What the pipeline is, in plain lines for a person. */
    public List<String> describe() {
        return Description.of(this);
    }
}
