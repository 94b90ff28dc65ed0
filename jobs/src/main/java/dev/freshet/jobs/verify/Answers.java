package dev.freshet.jobs.verify;

import dev.freshet.jobs.console.Places;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which consumed places the output topics answer: a bit for each time that a job which began anew consumed it. */
final class Answers {
    private final Spans spans;
    private final Findings repeats;
    /** The places that have a first answer, those that have a second, and so on. */
    private final List<Map<Partition, Places>> answered = new ArrayList<>();

    private final Map<Partition, Places> dead = new TreeMap<>();
    private long predictions;
    private long deadLetters;
    private long repeated;

    Answers(Spans spans, Findings repeats) {
        this.spans = spans;
        this.repeats = repeats;
    }

    /** Whether a place that counts was to have this answer. */
    boolean prediction(Partition partition, long offset) {
        if (!spans.contains(partition, offset)) {
            return false;
        }
        predictions++;
        return isDue(partition, offset, "another prediction");
    }

    /** What became of a command; it may be accepted first and be given up later. */
    void acknowledged(Partition partition, long offset, boolean atOnce) {
        if (spans.contains(partition, offset) && (atOnce || !contains(partition, offset))) {
            boolean unused = isDue(partition, offset, "acknowledged again");
        }
    }

    void deadLetter(Partition partition, long offset) {
        if (spans.contains(partition, offset)) {
            deadLetters++;
            if (isDue(partition, offset, "a dead letter besides")) {
                boolean unused = places(dead, partition).add(offset);
            }
        }
    }

    /** Each job that began anew owes its own answer. */
    private boolean isDue(Partition partition, long offset, String what) {
        int times = spans.times(partition, offset);
        for (int i = 0; i < times; i++) {
            if (i == answered.size()) {
                answered.add(new TreeMap<>());
            }
            if (places(answered.get(i), partition).add(offset)) {
                return true;
            }
        }
        repeated++;
        repeats.add(partition.place() + ", offset " + offset + ": answered before, and " + what);
        return false;
    }

    private static Places places(Map<Partition, Places> of, Partition partition) {
        return of.computeIfAbsent(partition, any -> new Places());
    }

    /** Whether the answer to a place is a prediction. */
    boolean predicted(Partition partition, long offset) {
        return contains(partition, offset) && !places(dead, partition).contains(offset);
    }

    boolean contains(Partition partition, long offset) {
        return !answered.isEmpty() && places(answered.get(0), partition).contains(offset);
    }

    long predictions() {
        return predictions;
    }

    long deadLetters() {
        return deadLetters;
    }

    /** Answers that no job owed. */
    long repeated() {
        return repeated;
    }
}
