package dev.freshet.jobs.verify;

import dev.freshet.wire.LedgerRow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Each row counts from the one before it of its subtask, which must be there. A pair that has found each other is forgotten,
 * in whichever order it comes, so that what is kept is a few numbers per subtask and per loss.
 */
final class RowChain {
    private final Set<Link> waiting = new HashSet<>();
    /** Rows that were not there yet, and the checkpoint of the row that counts from them. */
    private final Map<Link, Long> missing = new HashMap<>();

    private record Link(Step step, int subtask, long checkpoint) {}

    void add(LedgerRow row) {
        Link own = new Link(Step.of(row), row.subtask(), row.checkpoint());
        if (missing.remove(own) == null) {
            waiting.add(own);
        }
        Link before = new Link(Step.of(row), row.subtask(), row.since());
        if (row.since() > 0 && !row.restored() && !waiting.remove(before)) {
            missing.put(before, row.checkpoint());
        }
    }

    /** Says which rows are missing that a row up to {@code cut} counts from. */
    void check(String run, long cut, Findings lost) {
        missing.entrySet().stream()
                .filter(each -> each.getValue() <= cut)
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparingLong(Link::checkpoint)
                        .thenComparing(Link::step)
                        .thenComparingInt(Link::subtask))
                .forEach(link -> lost.add("run " + run + ", checkpoint " + link.checkpoint + ": the row of "
                        + link.step.name(" " + link.subtask)
                        + " is missing, and the next one counts from there: what the subtask wrote was never"
                        + " committed"));
    }

    /** Links that are kept. */
    int size() {
        return waiting.size() + missing.size();
    }
}
