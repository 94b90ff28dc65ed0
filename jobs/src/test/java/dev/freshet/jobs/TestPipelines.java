package dev.freshet.jobs;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.jobs.pipeline.Topic;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.DeliverySettings.TransactionNaming;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.Reading;
import dev.freshet.model.LearnerSpec;
import dev.freshet.wire.EventMapping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** Pipelines of tests: a name that no other has, a checkpoint every 200 ms. */
final class TestPipelines {
    private TestPipelines() {}

    static Pipeline of(String what, LearnerSpec learner, KafkaSettings kafka, Path directory, StateSettings state) {
        String name = what + "-" + UUID.randomUUID();
        return new Pipeline(
                name,
                learner,
                EventMapping.CANONICAL,
                kafka,
                PipelineTopics.of(name),
                Reading.DEFAULT,
                delivery(name, Duration.ofSeconds(60), Duration.ofMinutes(10)),
                directory.resolve("checkpoints").toUri().toString(),
                0,
                state);
    }

    static DeliverySettings delivery(String name, Duration restartBudget, Duration transactionTimeout) {
        return new DeliverySettings(
                Duration.ofMillis(200),
                Duration.ofSeconds(60),
                restartBudget,
                transactionTimeout,
                name,
                TransactionNaming.INCREMENTING);
    }

    /** The same pipeline, delivered otherwise. */
    static Pipeline with(Pipeline p, DeliverySettings delivery) {
        return p.withDelivery(delivery);
    }

    /** The same pipeline with its states elsewhere. */
    static Pipeline with(Pipeline p, StateSettings state) {
        return p.withState(state);
    }

    /** The same pipeline, read otherwise. */
    static Pipeline with(Pipeline p, Reading reading) {
        return p.withReading(reading);
    }

    /** The same pipeline, but for the topic of its events. */
    static Pipeline reading(String events, Pipeline p) {
        PipelineTopics t = p.topics();
        return with(p, t.with(Topic.EVENTS, events));
    }

    /** The same pipeline on other topics. */
    static Pipeline with(Pipeline p, PipelineTopics topics) {
        return p.withTopics(topics);
    }
}
