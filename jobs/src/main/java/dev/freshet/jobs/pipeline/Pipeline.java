package dev.freshet.jobs.pipeline;

import dev.freshet.jobs.learn.EventRules;
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
        EventRules rules)
        implements Serializable {

    public Pipeline {
        if (parallelism < 0) {
            throw new IllegalArgumentException("parallelism must be >= 1, or 0 for the default: got " + parallelism);
        }
    }

    /** A pipeline that lets in every event. */
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
                EventRules.NONE);
    }

    /** The same pipeline that lets in other events. */
    public Pipeline withRules(EventRules other) {
        return new Pipeline(
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
                other);
    }

    /** The subtasks of the learner, where the file says how many. */
    public OptionalInt chosenParallelism() {
        return parallelism == 0 ? OptionalInt.empty() : OptionalInt.of(parallelism);
    }

    /** The same pipeline on other brokers. */
    public Pipeline withKafka(KafkaSettings other) {
        return new Pipeline(
                name,
                learner,
                events,
                other,
                topics,
                reading,
                delivery,
                checkpointDirectory,
                parallelism,
                state,
                rules);
    }

    /** The same pipeline with another learner. */
    public Pipeline withLearner(LearnerSpec other) {
        return new Pipeline(
                name, other, events, kafka, topics, reading, delivery, checkpointDirectory, parallelism, state, rules);
    }

    /** The same pipeline with its checkpoints elsewhere; null for the cluster's own setting. */
    public Pipeline withCheckpointDirectory(@Nullable String directory) {
        return new Pipeline(
                name, learner, events, kafka, topics, reading, delivery, directory, parallelism, state, rules);
    }

    /** What the pipeline is, in plain lines for a person. */
    public List<String> describe() {
        return Description.of(this);
    }
}
