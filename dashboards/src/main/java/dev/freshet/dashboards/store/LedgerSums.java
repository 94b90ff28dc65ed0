package dev.freshet.dashboards.store;

import dev.freshet.wire.LedgerRow;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the rows of the ledger add up to. The rows of a checkpoint come one by one, so what the newest two checkpoints of a run
 * lack may still come; before them, whatever was consumed has its fate. Rows of the job that scores, which reads features besides,
 * are left out. Not for two threads.
 */
final class LedgerSums {
    static final int RUNS = 64;
    static final int CHECKPOINTS = 128;
    private static final int SETTLING = 2;
    private static final int PARTITIONS = 10_000;

    private final Map<String, SortedMap<Long, Long>> gaps = new LinkedHashMap<>();
    private final Map<String, Long> consumedTo = new HashMap<>();
    private LedgerRow.Fates fates = LedgerRow.Fates.NONE;
    private long consumed;
    private long before;
    private String newestRun = "";

    void add(LedgerRow row) {
        if (row.role().scores()) {
            return;
        }
        long answered = 0;
        if (row.fates() != null) {
            fates = fates.plus(row.fates());
            answered = row.fates().answered() + row.fates().labels().taken();
        }
        long records = row.role() == LedgerRow.Role.DECODE ? consumed(row) : 0;
        consumed += records;
        SortedMap<Long, Long> run = gaps.computeIfAbsent(Names.bounded(row.run()), r -> new TreeMap<>());
        newestRun = Names.bounded(row.run());
        run.merge(row.checkpoint(), records - answered, Long::sum);
        if (run.size() > CHECKPOINTS) {
            Iterator<Long> oldest = run.values().iterator();
            before += oldest.next();
            oldest.remove();
        }
        if (gaps.size() > RUNS) {
            Iterator<SortedMap<Long, Long>> oldest = gaps.values().iterator();
            before += sum(oldest.next(), 0);
            oldest.remove();
        }
    }

    private long consumed(LedgerRow row) {
        long records = 0;
        for (LedgerRow.Input input : row.inputs()) {
            records += input.events() + input.rejected();
            String place = input.topic() + " " + input.partition();
            if (consumedTo.size() < PARTITIONS || consumedTo.containsKey(place)) {
                consumedTo.merge(place, input.to(), Math::max);
            }
        }
        return records;
    }

    /** Behind the last record of a partition that a checkpoint holds; 0 if none does. */
    long consumedTo(String topic, int partition) {
        return Math.max(
                consumedTo.getOrDefault(topic + " " + partition, 0L), consumedTo.getOrDefault(" " + partition, 0L));
    }

    private static long sum(SortedMap<Long, Long> run, int without) {
        return run.values().stream()
                .limit(Math.max(0, run.size() - without))
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Records consumed and without a fate, in checkpoints whose rows must all be there by now; 0 if the ledger balances. */
    long gap() {
        long gap = before;
        for (Map.Entry<String, SortedMap<Long, Long>> run : gaps.entrySet()) {
            gap += sum(run.getValue(), run.getKey().equals(newestRun) ? SETTLING : 0);
        }
        long ended = fates.trained() + fates.refused() + fates.unlabelled();
        return gap != 0 ? gap : fates.predicted() - ended - fates.open() - fates.waiting();
    }

    long consumed() {
        return consumed;
    }

    LedgerRow.Fates fates() {
        return fates;
    }

    boolean isEmpty() {
        return gaps.isEmpty();
    }

    void writeTo(Json json) {
        json.number("consumed", consumed)
                .number("predicted", fates.predicted())
                .number("dead", fates.dead())
                .number("duplicates", fates.duplicates())
                .number("late", fates.late())
                .number("trained", fates.trained())
                .number("refused", fates.refused())
                .number("unlabelled", fates.unlabelled())
                .number("open", fates.open())
                .number("waiting", fates.waiting())
                .number("gap", gap());
        LedgerRow.Labels labels = fates.labels();
        json.object(
                "labels",
                o -> o.number("joined", labels.joined())
                        .number("dead", labels.dead())
                        .number("duplicates", labels.duplicates())
                        .number("waiting", labels.waiting()));
    }
}
