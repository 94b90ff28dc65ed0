package dev.freshet.jobs.prior;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.MergedTopic;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonEventDecoder;
import java.util.function.LongPredicate;

/**
 * One model that learns from the events of all keys, once, in the order of their times. The same topic gives the same bytes:
 * partitions are merged by the events' own times, see {@link MergedTopic}.
 */
public final class HistoryPass {
    private final Learner learner;
    private final LearnerState state;
    private final JsonEventDecoder decoder;
    private final long events;
    private final long until;
    private final LongPredicate progress;
    private long read;
    private long rejected;

    private HistoryPass(Pipeline pipeline, long events, long until, LongPredicate progress) {
        learner = new Learner(pipeline.learner());
        state = learner.init(pipeline.name());
        decoder = new JsonEventDecoder(
                pipeline.events(),
                pipeline.learner().features().schema(),
                pipeline.learner().task());
        this.events = events;
        this.until = until;
        this.progress = progress;
    }

    /**
     * Reads the pipeline's events topic from its first record to where it ends now.
     *
     * @param events the most to learn from
     * @param until only events of before, in epoch milliseconds UTC
     * @param progress is given the number of events so far, and answers whether to go on
     * @throws dev.freshet.kafka.KafkaSetupException if the topic cannot be read
     */
    public static HistoryPass over(Pipeline pipeline, long events, long until, LongPredicate progress) {
        HistoryPass pass = new HistoryPass(pipeline, events, until, progress);
        MergedTopic.read(
                pipeline.kafka(), pipeline.topics().events(), pass.decoder::decode, HistoryPass::time, pass::take);
        return pass;
    }

    /** What has no time of its own does not hold back what has. */
    private static long time(Decoded decoded) {
        return decoded instanceof Event event ? event.example().time() : Long.MIN_VALUE;
    }

    private boolean take(Decoded decoded) {
        if (!(decoded instanceof Event event)) {
            rejected++;
        } else if (event.example().time() < until) {
            var unused = learner.observe(state, event.example());
            read++;
        }
        return progress.test(read) && read < events;
    }

    /** Events that the model has seen. */
    public long events() {
        return read;
    }

    /** Records of the topic that are no events. */
    public long rejected() {
        return rejected;
    }

    public Learner learner() {
        return learner;
    }

    /** What has been learned. */
    public LearnerState state() {
        return state;
    }

    /** Its bytes. */
    public byte[] snapshot() {
        return new SnapshotCodec(learner).encode(state);
    }
}
