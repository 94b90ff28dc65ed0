package dev.freshet.kafka;

import java.io.Serializable;

/**
 * How an input is read.
 *
 * @param start where a job without state begins
 * @param ordering what the order of the partitions is good for
 * @param onDataLoss what happens where records are gone that were not read yet
 */
public record Reading(Start start, Ordering ordering, DataLoss onDataLoss) implements Serializable {
    /** From the first record, in an order that can be repeated, without a gap. */
    public static final Reading DEFAULT = new Reading(Start.EARLIEST, Ordering.KEY, DataLoss.FAIL);

    /** Whether a model key's records lie in one partition, in one order, as long as the topic lives. */
    public enum Ordering {
        /** They do; what would break it is refused, and ends a job that runs. */
        KEY,
        /** They may not: partitions may be added, and a model's weights depend on which partition is read first. */
        NONE
    }

    /** What a gap in the input does. */
    public enum DataLoss {
        /** Ends the job, with the offsets that are gone. */
        FAIL,
        /** Is counted, and reading goes on behind it. */
        SKIP
    }

    public Reading startingAt(Start where) {
        return new Reading(where, ordering, onDataLoss);
    }
}
