package dev.freshet.jobs;

import dev.freshet.jobs.control.CommandDecoder;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.RecordDecoder;
import dev.freshet.kafka.Start;
import java.util.List;

/**
 * A topic that the training job reads: one source, and one operator that counts what it gives, each under its own uid.
 *
 * @param uid of the source; savepoints find its offsets by it
 * @param count uid of the counting operator
 * @param start where it begins in a job that continues from nothing
 */
record JobInput(String topic, String uid, String count, Start start, RecordDecoder decoder) {

    /** What {@code pipeline} learns from: its events, or its features and then their labels. */
    static List<JobInput> of(Pipeline pipeline) {
        return pipeline.labels() == null ? List.of(events(pipeline)) : List.of(features(pipeline), labels(pipeline));
    }

    private static JobInput features(Pipeline pipeline) {
        String topic = pipeline.topics().features();
        EventDecoder decoder = new EventDecoder(pipeline, new EventDecoder.OfTopic(pipeline.kafka(), topic));
        return new JobInput(
                topic, "features", "count-features", pipeline.reading().start(), decoder.keepingRecords());
    }

    private static JobInput labels(Pipeline pipeline) {
        return new JobInput(
                pipeline.topics().labels(),
                "labels",
                "count-labels",
                pipeline.reading().start(),
                new LabelDecoder(pipeline));
    }

    /** Labelled events, to be answered and learned from. */
    static JobInput events(Pipeline pipeline) {
        String topic = pipeline.topics().events();
        return new JobInput(
                topic,
                "events",
                "count",
                pipeline.reading().start(),
                new EventDecoder(pipeline, new EventDecoder.OfTopic(pipeline.kafka(), topic)));
    }

    /** What people ask of models while they learn; what was asked of models of another job, long ago, is not asked again. */
    static JobInput commands(Pipeline pipeline) {
        return new JobInput(
                pipeline.topics().commands(), "commands", "count-commands", Start.LATEST, new CommandDecoder(pipeline));
    }
}
