package dev.freshet.kafka;

import java.util.Map;

/** Where a source ends. */
public sealed interface Stop {
    /** Without end. */
    record Never() implements Stop {}

    /** Behind the record that is the last when the job starts. */
    record Latest() implements Stop {}

    /**
     * Before these offsets.
     *
     * @param offsets by partition; a partition that is not in it ends as with {@link Latest}
     */
    record Before(Map<Integer, Long> offsets) implements Stop {
        public Before {
            offsets = Map.copyOf(offsets);
        }
    }
}
