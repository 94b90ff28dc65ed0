package dev.freshet.jobs.verify;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Joins places that follow each other among the records that a partition holds, and says each stretch once; keeps both ends. */
final class PlaceRanges {
    private final Findings to;
    private final String what;
    private final Map<Partition, Range> open = new TreeMap<>();
    private final Map<Partition, NavigableMap<Long, Long>> closed = new TreeMap<>();
    private long records;

    private static final class Range {
        private final long first;
        private long last;
        private long count;

        private Range(long first) {
            this.first = first;
        }
    }

    /** @param what is said of each stretch, behind its place */
    PlaceRanges(Findings to, String what) {
        this.to = to;
        this.what = what;
    }

    /** A record of which it is true; those of a partition come in their order. */
    void hit(Partition partition, long offset) {
        Range range = open.computeIfAbsent(partition, any -> new Range(offset));
        range.last = offset;
        range.count++;
        records++;
    }

    /** A record of which it is not true ends the stretch. */
    void miss(Partition partition) {
        say(partition, open.remove(partition));
    }

    /** Ends all stretches. */
    void end() {
        open.forEach(this::say);
        open.clear();
    }

    /** Whether a stretch lies between two places of a partition; to be asked when all have ended. */
    boolean between(Partition partition, long after, long before) {
        NavigableMap<Long, Long> stretches = closed.get(partition);
        Map.Entry<Long, Long> next = stretches == null ? null : stretches.ceilingEntry(after + 1);
        return next != null && next.getKey() < before;
    }

    /** Whether a place lies in a stretch; to be asked when all have ended. */
    boolean contains(Partition partition, long offset) {
        NavigableMap<Long, Long> stretches = closed.get(partition);
        Map.Entry<Long, Long> at = stretches == null ? null : stretches.floorEntry(offset);
        return at != null && offset <= at.getValue();
    }

    long records() {
        return records;
    }

    private void say(Partition partition, @Nullable Range range) {
        if (range != null) {
            closed.computeIfAbsent(partition, any -> new TreeMap<>()).put(range.first, range.last);
            String offsets = range.first == range.last
                    ? "offset " + range.first
                    : "offsets " + range.first + " to " + range.last + " (" + range.count + " records)";
            to.add(partition.place() + ", " + offsets + ": " + what);
        }
    }
}
