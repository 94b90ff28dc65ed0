package dev.freshet.jobs;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.wire.Decoded;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.MapFunction;

/**
 * For tests and demonstrations: throws once, after a number of records over all subtasks of this JVM, so that the job goes
 * through one real failure and recovery.
 */
final class FailOnce implements MapFunction<Decoded, Decoded> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, AtomicLong> SEEN = new ConcurrentHashMap<>();

    private final String run;
    private final long after;

    FailOnce(Pipeline pipeline, long after) {
        this(run(pipeline), after);
    }

    private FailOnce(String run, long after) {
        this.run = run;
        this.after = after;
    }

    /** Of the job that scores, which may run beside the one that trains. */
    static FailOnce whileScoring(Pipeline pipeline, long after) {
        return new FailOnce("score " + run(pipeline), after);
    }

    /** Records that passed in this JVM so far, those included that a recovery took back. */
    static long seen(Pipeline pipeline) {
        AtomicLong seen = SEEN.get(run(pipeline));
        return seen == null ? 0 : seen.get();
    }

    /** Tells this job from others in the same JVM. */
    private static String run(Pipeline pipeline) {
        return pipeline.name() + "@" + pipeline.kafka().bootstrap();
    }

    @Override
    public Decoded map(Decoded decoded) {
        if (SEEN.computeIfAbsent(run, any -> new AtomicLong()).incrementAndGet() == after) {
            throw new InjectedFailure(after);
        }
        return decoded;
    }

    /** The failure that was asked for. */
    static final class InjectedFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InjectedFailure(long after) {
            super("injected failure after " + after + " records, as asked");
        }
    }
}
