package dev.freshet.jobs.verify;

import dev.freshet.wire.LedgerRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The committed rows of one run, and the last checkpoint that has all of its own. */
final class Run {
    private final String id;
    private final long begin;
    private final NavigableMap<Long, List<LedgerRow>> byCheckpoint = new TreeMap<>();
    private final List<LedgerRow> lasts = new ArrayList<>();

    /** @param begin when its first row was written, in epoch milliseconds UTC */
    Run(String id, long begin) {
        this.id = id;
        this.begin = begin;
    }

    void add(LedgerRow row) {
        byCheckpoint.computeIfAbsent(row.checkpoint(), any -> new ArrayList<>()).add(row);
        if (row.last()) {
            lasts.add(row);
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
        return byCheckpoint.firstEntry().getValue().stream().anyMatch(LedgerRow::restored);
    }

    /** The last checkpoint that has all its rows; 0 if none has. */
    long cut() {
        for (long checkpoint : byCheckpoint.descendingKeySet()) {
            if (lacking(checkpoint).isEmpty()) {
                return checkpoint;
            }
        }
        return 0;
    }

    /** The highest checkpoint of any row. */
    long newest() {
        return byCheckpoint.lastKey();
    }

    /** The subtasks whose row of a checkpoint is missing. */
    List<String> lacking(long checkpoint) {
        List<String> lacking = new ArrayList<>();
        for (LedgerRow.Role role : LedgerRow.Role.values()) {
            Map<Integer, LedgerRow> rows = rows(role, checkpoint);
            int parallelism = rows.values().stream()
                    .mapToInt(LedgerRow::parallelism)
                    .max()
                    .orElse(0);
            if (parallelism == 0) {
                lacking.add("every " + role.word() + " subtask");
            }
            for (int subtask = 0; subtask < parallelism; subtask++) {
                if (!rows.containsKey(subtask)) {
                    lacking.add(role.word() + " subtask " + subtask);
                }
            }
        }
        return lacking;
    }

    /** A checkpoint's rows by subtask, and the last rows of those that had ended before. */
    private Map<Integer, LedgerRow> rows(LedgerRow.Role role, long checkpoint) {
        Map<Integer, LedgerRow> rows = new TreeMap<>();
        for (LedgerRow row : lasts) {
            if (row.role() == role && row.checkpoint() <= checkpoint) {
                rows.put(row.subtask(), row);
            }
        }
        for (LedgerRow row : byCheckpoint.getOrDefault(checkpoint, List.of())) {
            if (row.role() == role) {
                rows.put(row.subtask(), row);
            }
        }
        return rows;
    }

    /** All rows up to the cut. */
    List<LedgerRow> counted() {
        return byCheckpoint.headMap(cut(), true).values().stream()
                .flatMap(Collection::stream)
                .toList();
    }

    /** Rows that others count from and that are not there: what they counted was never committed. */
    void checkChain(Findings lost) {
        Map<LedgerRow.Role, Boolean> anew = new EnumMap<>(LedgerRow.Role.class);
        for (LedgerRow row : counted()) {
            if (row.since() == 0) {
                continue;
            }
            if (row.restored()) {
                if (byCheckpoint.firstKey() <= row.since() && anew.put(row.role(), true) == null) {
                    checkRestored(row.since(), lost);
                }
            } else if (!rows(row.role(), row.since()).containsKey(row.subtask())) {
                lost.add("run " + id + ", checkpoint " + row.since() + ": the row of "
                        + row.role().word()
                        + " subtask " + row.subtask() + " is missing, and the next one counts from there: what the"
                        + " subtask wrote was never committed");
            }
        }
    }

    private void checkRestored(long checkpoint, Findings lost) {
        List<String> lacking = lacking(checkpoint);
        if (!lacking.isEmpty()) {
            lost.add("run " + id + ", checkpoint " + checkpoint + ": the job went on from it, and the row of "
                    + String.join(", ", lacking) + " is missing: what was written there was never committed");
        }
    }
}
