package dev.freshet.kafka;

import java.util.Map;

/** Where a source ends. */
public sealed interface Stop {
    /** Without end. */
    record Never() implements Stop {}

    /** Behind the record that is the last when the job starts; for a job that starts anew, not from a savepoint. */
    record Latest() implements Stop {}

    /**
     * Before these offsets, from wherever the job starts.
     *
     * @param offsets by partition; a partition that is not in it ends as with {@link Latest}
     */
    record Before(Map<Integer, Long> offsets) implements Stop {
        public Before {
            offsets = Map.copyOf(offsets);
        }
    }
}
