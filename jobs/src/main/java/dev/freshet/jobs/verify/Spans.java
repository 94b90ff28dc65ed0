package dev.freshet.jobs.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** From where to where each partition was consumed. A job that began anew, with new models, has spans of its own. */
final class Spans {
    private final List<Map<Partition, long[]>> all = new ArrayList<>();

    /** What follows is of a job that did not go on from the one before. */
    void beginAnew() {
        all.add(new TreeMap<>());
    }

    /** Offsets from {@code from} to below {@code to}; what lies between two extensions must have been consumed, too. */
    void extend(Partition partition, long from, long to) {
        if (all.isEmpty()) {
            beginAnew();
        }
        long[] span = all.get(all.size() - 1).computeIfAbsent(partition, any -> new long[] {from, to});
        span[0] = Math.min(span[0], from);
        span[1] = Math.max(span[1], to);
    }

    /** How far the source's offsets say that the newest job came, for partitions of which it consumed something. */
    void extendTo(Map<Partition, Long> offsets) {
        if (!all.isEmpty()) {
            all.get(all.size() - 1)
                    .forEach(
                            (partition, span) -> span[1] = Math.max(span[1], offsets.getOrDefault(partition, span[1])));
        }
    }

    boolean contains(Partition partition, long offset) {
        return times(partition, offset) > 0;
    }

    /** How many of the jobs that began anew consumed a place. */
    int times(Partition partition, long offset) {
        int times = 0;
        for (Map<Partition, long[]> spans : all) {
            times += contains(spans, partition, offset) ? 1 : 0;
        }
        return times;
    }

    /** Whether the models of the job that began last have seen a place. */
    boolean newestContains(Partition partition, long offset) {
        return !all.isEmpty() && contains(all.get(all.size() - 1), partition, offset);
    }

    private static boolean contains(Map<Partition, long[]> spans, Partition partition, long offset) {
        long[] span = spans.get(partition);
        return span != null && offset >= span[0] && offset < span[1];
    }

    /** Whether the topics still hold the first of each span. */
    boolean areHeld(Map<Partition, Long> starts) {
        return all.stream()
                .flatMap(spans -> spans.entrySet().stream())
                .allMatch(span -> starts.getOrDefault(span.getKey(), 0L) <= span.getValue()[0]);
    }

    /** How many jobs began anew. */
    int beginnings() {
        return all.size();
    }

    /** Partitions of which anything was consumed. */
    int partitions() {
        return (int) all.stream()
                .flatMap(spans -> spans.keySet().stream())
                .distinct()
                .count();
    }
}
