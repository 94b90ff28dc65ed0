package dev.freshet.jobs.pipeline;

import dev.freshet.jobs.learn.EventRules;
import dev.freshet.jobs.learn.LearnerSource;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.Reading;
import dev.freshet.model.LearnerSpec;
import dev.freshet.wire.EventMapping;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalInt;
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
        @Nullable PriorSettings prior)
        implements Serializable {

    public Pipeline {
        if (parallelism < 0) {
            throw new IllegalArgumentException("parallelism must be >= 1, or 0 for the default: got " + parallelism);
        }
    }

    /** A pipeline that lets in every event and whose keys begin with the learner's own initial weights. */
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
                null);
    }

    /** What makes the learner of each key. */
    public LearnerSource learnerSource() {
        return prior == null
                ? LearnerSource.of(learner)
                : LearnerSource.of(learner, prior.snapshot(), prior.shrinkage());
    }

    /** The subtasks of the learner, where the file says how many. */
    public OptionalInt chosenParallelism() {
        return parallelism == 0 ? OptionalInt.empty() : OptionalInt.of(parallelism);
    }

    /** The same pipeline on other brokers. */
    public Pipeline withKafka(KafkaSettings other) {
        return with(learner, other, checkpointDirectory, rules, prior);
    }

    /** The same pipeline with another learner. */
    public Pipeline withLearner(LearnerSpec other) {
        return with(other, kafka, checkpointDirectory, rules, prior);
    }

    /** The same pipeline with its checkpoints elsewhere; null for the cluster's own setting. */
    public Pipeline withCheckpointDirectory(@Nullable String directory) {
        return with(learner, kafka, directory, rules, prior);
    }

    /** The same pipeline that lets in other events. */
    public Pipeline withRules(EventRules other) {
        return with(learner, kafka, checkpointDirectory, other, prior);
    }

    /** The same pipeline with keys that begin elsewhere; null for the learner's own initial weights. */
    public Pipeline withPrior(@Nullable PriorSettings other) {
        return with(learner, kafka, checkpointDirectory, rules, other);
    }

    private Pipeline with(
            LearnerSpec newLearner,
            KafkaSettings newKafka,
            @Nullable String newDirectory,
            EventRules newRules,
            @Nullable PriorSettings newPrior) {
        return new Pipeline(
                name,
                newLearner,
                events,
                newKafka,
                topics,
                reading,
                delivery,
                newDirectory,
                parallelism,
                state,
                newRules,
                newPrior);
    }

    /** What the pipeline is, in plain lines for a person. */
    public List<String> describe() {
        return Description.of(this);
    }
}
