package dev.freshet.jobs.verify;

import dev.freshet.wire.JsonLedger;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.SafeText;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All committed rows of a ledger topic, added up run by run. */
final class LedgerBook {
    private final Map<String, Run> byId = new LinkedHashMap<>();
    private final Findings unreadable = new Findings();
    private final String events;

    private final boolean ofScoring;

    /** @param events topic that was read where a row names none */
    LedgerBook(String events) {
        this(events, false);
    }

    private LedgerBook(String events, boolean ofScoring) {
        this.events = events;
        this.ofScoring = ofScoring;
    }

    /** Of the job that scores, whose rows are told in the words of the one that trains. */
    static LedgerBook ofScoring(String features) {
        return new LedgerBook(features, true);
    }

    /** Takes a record of the ledger topic. */
    void add(RawRecord record) {
        try {
            byte[] value = record.value();
            LedgerRow row = JsonLedger.read(value == null ? new byte[0] : value);
            if (row.role().scores() == ofScoring) {
                byId.computeIfAbsent(row.run(), id -> new Run(SafeText.of(id), record.timestamp()))
                        .add(ofScoring ? asOfTraining(row) : row);
            }
        } catch (IllegalArgumentException e) {
            unreadable.add("topic " + record.topic() + ", partition " + record.partition() + ", offset "
                    + record.offset() + ": " + e.getMessage());
        }
    }

    private static LedgerRow asOfTraining(LedgerRow row) {
        return new LedgerRow(
                row.run(),
                row.checkpoint(),
                row.since(),
                row.restored(),
                row.last(),
                row.role() == LedgerRow.Role.SCORE ? LedgerRow.Role.LEARN : LedgerRow.Role.DECODE,
                row.source(),
                row.subtask(),
                row.parallelism(),
                row.inputs(),
                row.fates());
    }

    /** The earliest first. */
    List<Run> runs() {
        return byId.values().stream()
                .sorted(Comparator.comparingLong(Run::begin))
                .toList();
    }

    /** Whether the rows go back to a job that began with new models. */
    boolean fromTheStart() {
        List<Run> runs = runs();
        return !runs.isEmpty() && !runs.get(0).continues();
    }

    /** The newest run whose newest checkpoint lacks rows: a commit is under way, or will never come. */
    @Nullable
    Run unsettled() {
        List<Run> runs = runs();
        Run newest = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        return newest == null || newest.cut() == newest.newest() ? null : newest;
    }

    /** Records of the topic that are no rows. */
    Findings unreadable() {
        return unreadable;
    }

    /**
     * What was consumed up to each run's cut. A run that continued from a savepoint carries on the spans before.
     *
     * @param fromStart partitions that a run read from their first record if nothing tells where it began
     */
    Spans spans(Collection<Partition> fromStart) {
        Spans spans = new Spans();
        if (byId.isEmpty()) {
            fromStart.forEach(partition -> spans.extend(partition, 0, 0));
        }
        for (Run run : runs()) {
            if (!run.continues()) {
                spans.beginAnew();
            }
            run.counted().consumed().forEach((partition, span) -> spans.extend(named(partition), span[0], span[1]));
            if (run.beginningIsLost()) {
                fromStart.forEach(partition -> spans.extend(partition, 0, 0));
            }
        }
        return spans;
    }

    private Partition named(Partition partition) {
        return partition.topic().isEmpty() ? new Partition(events, partition.number()) : partition;
    }

    /** Whether the rows of some run's beginning were never committed. */
    boolean beginningIsLost() {
        return byId.values().stream().anyMatch(Run::beginningIsLost);
    }

    /** What all rows up to each run's cut add up to. */
    Sums counted() {
        Sums sums = new Sums();
        byId.values().forEach(run -> sums.add(run.counted()));
        return sums;
    }
}
