package dev.freshet.jobs;

import dev.freshet.jobs.control.CommandDecoder;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.RecordDecoder;
import java.util.List;

/**
 * A topic that the training job reads: one source, and one operator that counts what it gives, each under its own uid.
 *
 * @param uid of the source; savepoints find its offsets by it
 * @param count uid of the counting operator
 */
record JobInput(String topic, String uid, String count, RecordDecoder decoder) {

    /** What {@code pipeline} learns from: its events, or its features and then their labels. */
    static List<JobInput> of(Pipeline pipeline) {
        return pipeline.labels() == null ? List.of(events(pipeline)) : List.of(features(pipeline), labels(pipeline));
    }

    private static JobInput features(Pipeline pipeline) {
        String topic = pipeline.topics().features();
        EventDecoder decoder = new EventDecoder(pipeline, new EventDecoder.OfTopic(pipeline.kafka(), topic));
        return new JobInput(topic, "features", "count-features", decoder.keepingRecords());
    }

    private static JobInput labels(Pipeline pipeline) {
        return new JobInput(pipeline.topics().labels(), "labels", "count-labels", new LabelDecoder(pipeline));
    }

    /** Labelled events, to be answered and learned from. */
    static JobInput events(Pipeline pipeline) {
        String topic = pipeline.topics().events();
        return new JobInput(
                topic,
                "events",
                "count",
                new EventDecoder(pipeline, new EventDecoder.OfTopic(pipeline.kafka(), topic)));
    }

    /** What people ask of models while they learn. */
    static JobInput commands(Pipeline pipeline) {
        return new JobInput(pipeline.topics().commands(), "commands", "count-commands", new CommandDecoder(pipeline));
    }
}
