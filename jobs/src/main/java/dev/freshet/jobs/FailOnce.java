package dev.freshet.jobs;

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

    /** @param run tells this job from others in the same JVM */
    FailOnce(String run, long after) {
        this.run = run;
        this.after = after;
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
