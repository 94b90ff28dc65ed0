package dev.freshet.jobs.verify;

import dev.freshet.jobs.console.Places;
import java.util.Map;
import java.util.TreeMap;

/** Which consumed places the output topics answer: a bit each. */
final class Answers {
    private final Spans spans;
    private final Findings repeats;
    private final Map<Partition, Places> byPartition = new TreeMap<>();
    private final Map<Partition, Places> dead = new TreeMap<>();
    private long predictions;
    private long deadLetters;
    private long repeated;

    Answers(Spans spans, Findings repeats) {
        this.spans = spans;
        this.repeats = repeats;
    }

    /** Whether this is the first answer to a place that counts. */
    boolean prediction(Partition partition, long offset) {
        if (!spans.contains(partition, offset)) {
            return false;
        }
        predictions++;
        return first(partition, offset, "another prediction");
    }

    /** What became of a command; it may be accepted first and be given up later. */
    void acknowledged(Partition partition, long offset, boolean atOnce) {
        if (spans.contains(partition, offset) && (atOnce || !contains(partition, offset))) {
            boolean unused = first(partition, offset, "acknowledged again");
        }
    }

    void deadLetter(Partition partition, long offset) {
        if (spans.contains(partition, offset)) {
            deadLetters++;
            if (first(partition, offset, "a dead letter besides")) {
                boolean unused = places(dead, partition).add(offset);
            }
        }
    }

    private boolean first(Partition partition, long offset, String what) {
        boolean first = places(byPartition, partition).add(offset);
        if (!first) {
            repeated++;
            repeats.add(partition.place() + ", offset " + offset + ": answered before, and " + what);
        }
        return first;
    }

    private static Places places(Map<Partition, Places> of, Partition partition) {
        return of.computeIfAbsent(partition, any -> new Places());
    }

    /** Whether the answer to a place is a prediction. */
    boolean predicted(Partition partition, long offset) {
        return contains(partition, offset) && !places(dead, partition).contains(offset);
    }

    boolean contains(Partition partition, long offset) {
        Places places = byPartition.get(partition);
        return places != null && places.contains(offset);
    }

    long predictions() {
        return predictions;
    }

    long deadLetters() {
        return deadLetters;
    }

    /** Answers beyond the first of their place. */
    long repeated() {
        return repeated;
    }
}
