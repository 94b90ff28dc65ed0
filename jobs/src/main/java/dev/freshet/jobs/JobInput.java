package dev.freshet.jobs;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.RecordDecoder;

/**
 * A topic that the training job reads: one source, and one operator that counts what it gives, each under its own uid.
 *
 * @param uid of the source; savepoints find its offsets by it
 * @param count uid of the counting operator
 */
record JobInput(String topic, String uid, String count, RecordDecoder decoder) {

    /** Labelled events, to be answered and learned from. */
    static JobInput events(Pipeline pipeline) {
        String topic = pipeline.topics().events();
        return new JobInput(
                topic,
                "events",
                "count",
                new EventDecoder(pipeline, new EventDecoder.OfTopic(pipeline.kafka(), topic)));
    }
}
