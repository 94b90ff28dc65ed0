package dev.freshet.jobs.verify;

import dev.freshet.jobs.console.Places;
import dev.freshet.wire.LedgerRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The committed rows of one run, in any order, and the last checkpoint that has all of its own. A checkpoint that has them is
 * folded into the sums and leaves one bit.
 */
final class Run {
    private final String id;
    private final long begin;
    private final NavigableMap<Long, CheckpointRows> lacking = new TreeMap<>();
    private final Places complete = new Places();
    private final Sums folded = new Sums();
    private final RowChain chain = new RowChain();
    /** By the checkpoint that the job came back from, the earliest that was written then. */
    private final NavigableMap<Long, Long> restores = new TreeMap<>();

    /** One that decodes, whatever it reads, and the one that learns. */
    private static final Step DECODE = new Step(LedgerRow.Role.DECODE, "");

    private static final Step LEARN = new Step(LedgerRow.Role.LEARN, "");

    /** Those whose rows a checkpoint needs. A tally commits with the row of the learning subtask that hands it on. */
    private final Set<Step> steps = new TreeSet<>(List.of(DECODE, LEARN));

    private final Map<String, LedgerRow> firstOfDecode = new HashMap<>();
    private final List<LedgerRow> lasts = new ArrayList<>();
    private long oldest = Long.MAX_VALUE;
    private boolean continues;
    private long newest;
    private long cut;

    /** @param begin when its first row was written, in epoch milliseconds UTC */
    Run(String id, long begin) {
        this.id = id;
        this.begin = begin;
    }

    void add(LedgerRow row) {
        know(Step.of(row));
        long checkpoint = row.checkpoint();
        continues = checkpoint < oldest ? row.restored() : continues || (checkpoint == oldest && row.restored());
        oldest = Math.min(oldest, checkpoint);
        newest = Math.max(newest, checkpoint);
        chain.add(row);
        if (row.restored()) {
            restores.merge(row.since(), checkpoint, Math::min);
        }
        if (row.role() == LedgerRow.Role.DECODE) {
            firstOfDecode.merge(
                    row.source() + "/" + row.subtask(), row, (a, b) -> a.checkpoint() <= b.checkpoint() ? a : b);
        }
        if (complete.contains(checkpoint)) {
            folded.add(row);
        } else {
            lacking.computeIfAbsent(checkpoint, any -> new CheckpointRows()).add(row);
        }
        if (row.last()) {
            lasts.add(row);
            List.copyOf(lacking.tailMap(checkpoint, true).keySet()).forEach(this::fold);
        } else {
            fold(checkpoint);
        }
    }

    private void know(Step step) {
        if (steps.add(step) && step.role() == LedgerRow.Role.DECODE) {
            steps.remove(DECODE);
        }
    }

    private void fold(long checkpoint) {
        CheckpointRows rows = lacking.get(checkpoint);
        if (rows != null && lacking(checkpoint).isEmpty()) {
            lacking.remove(checkpoint);
            folded.add(rows.sums());
            cut = Math.max(cut, checkpoint);
            boolean unused = complete.add(checkpoint);
        }
    }

    String id() {
        return id;
    }

    long begin() {
        return begin;
    }

    /** Whether it went on from another run's savepoint. */
    boolean continues() {
        return continues;
    }

    /**
     * Whether nothing tells where it began: it began anew, and of some source subtask the rows that the others count from
     * are not there, back to its first.
     */
    boolean beginningIsLost() {
        return !continues
                && (cut == 0 || firstOfDecode.values().stream().anyMatch(row -> row.since() > 0 && !row.restored()));
    }

    /** The last checkpoint that has all its rows; 0 if none has. */
    long cut() {
        return cut;
    }

    /** The highest checkpoint of any row. */
    long newest() {
        return newest;
    }

    /** The subtasks whose row of a checkpoint is missing. Who had ended before needs none. */
    List<String> lacking(long checkpoint) {
        if (complete.contains(checkpoint)) {
            return List.of();
        }
        CheckpointRows rows = lacking.getOrDefault(checkpoint, new CheckpointRows());
        List<String> names = new ArrayList<>();
        for (Step step : steps) {
            List<LedgerRow> ended = lasts.stream()
                    .filter(row -> Step.of(row).equals(step) && row.checkpoint() <= checkpoint)
                    .toList();
            int parallelism = ended.stream().mapToInt(LedgerRow::parallelism).reduce(rows.parallelism(step), Math::max);
            if (parallelism == 0) {
                names.add("every " + step.name(""));
            }
            for (int i = 0; i < parallelism; i++) {
                int subtask = i;
                if (!rows.has(step, subtask) && ended.stream().noneMatch(row -> row.subtask() == subtask)) {
                    names.add(step.name(" " + subtask));
                }
            }
        }
        return names;
    }

    /** What all rows up to the cut add up to. */
    Sums counted() {
        Sums sums = new Sums();
        sums.add(folded);
        lacking.headMap(cut, true).values().forEach(rows -> sums.add(rows.sums()));
        return sums;
    }

    /** Rows that others count from and that are not there: what they counted was never committed. */
    void checkChain(Findings lost) {
        chain.check(id, cut, lost);
        restores.forEach((checkpoint, next) -> {
            List<String> missing = oldest <= checkpoint && next <= cut ? lacking(checkpoint) : List.of();
            if (!missing.isEmpty()) {
                lost.add("run " + id + ", checkpoint " + checkpoint + ": the job went on from it, and the row of "
                        + String.join(", ", missing) + " is missing: what was written there was never committed");
            }
        });
    }

    /** Checkpoints and rows that are kept one by one. */
    int kept() {
        return lacking.size() + chain.size() + firstOfDecode.size() + lasts.size();
    }
}
