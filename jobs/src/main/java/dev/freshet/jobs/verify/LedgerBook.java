package dev.freshet.jobs.verify;

import dev.freshet.wire.JsonLedger;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.SafeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All committed rows of a ledger topic, run by run. Holds every row. */
final class LedgerBook {
    private final Map<String, Run> byId = new LinkedHashMap<>();
    private final Findings unreadable = new Findings();

    /** Takes a record of the ledger topic. */
    void add(RawRecord record) {
        try {
            byte[] value = record.value();
            LedgerRow row = JsonLedger.read(value == null ? new byte[0] : value);
            byId.computeIfAbsent(row.run(), id -> new Run(SafeText.of(id), record.timestamp()))
                    .add(row);
        } catch (IllegalArgumentException e) {
            unreadable.add("topic " + record.topic() + ", partition " + record.partition() + ", offset "
                    + record.offset() + ": " + e.getMessage());
        }
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

    /** What was consumed up to each run's cut. A run that continued from a savepoint carries on the spans before. */
    Spans spans() {
        Spans spans = new Spans();
        for (Run run : runs()) {
            if (!run.continues()) {
                spans.beginAnew();
            }
            for (LedgerRow row : run.counted()) {
                if (row.role() == LedgerRow.Role.DECODE) {
                    row.inputs().forEach(input -> spans.extend(input.partition(), input.from(), input.to()));
                }
            }
        }
        return spans;
    }

    /** Fates of all rows up to each run's cut. */
    LedgerRow.Fates fates() {
        LedgerRow.Fates sum = LedgerRow.Fates.NONE;
        for (LedgerRow row : counted()) {
            if (row.fates() != null) {
                sum = sum.plus(row.fates());
            }
        }
        return sum;
    }

    /** Accepted and rejected records that left the sources, up to each run's cut. */
    Decoded decoded() {
        long events = 0;
        long rejected = 0;
        for (LedgerRow row : counted()) {
            if (row.role() == LedgerRow.Role.DECODE) {
                for (LedgerRow.Input input : row.inputs()) {
                    events += input.events();
                    rejected += input.rejected();
                }
            }
        }
        return new Decoded(events, rejected);
    }

    /** What the decode subtasks counted. */
    record Decoded(long events, long rejected) {
        long consumed() {
            return events + rejected;
        }
    }

    private List<LedgerRow> counted() {
        List<LedgerRow> all = new ArrayList<>();
        for (Run run : byId.values()) {
            all.addAll(run.counted());
        }
        return all;
    }
}
