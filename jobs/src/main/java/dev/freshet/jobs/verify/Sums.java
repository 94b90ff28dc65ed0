package dev.freshet.jobs.verify;

import dev.freshet.wire.LedgerRow;
import java.util.Map;
import java.util.TreeMap;

/** What rows add up to. */
final class Sums {
    private final Map<Partition, long[]> consumed = new TreeMap<>();
    private LedgerRow.Fates fates = LedgerRow.Fates.NONE;
    private long events;
    private long rejected;

    void add(LedgerRow row) {
        if (row.fates() != null) {
            fates = fates.plus(row.fates());
        }
        if (row.role() == LedgerRow.Role.DECODE) {
            for (LedgerRow.Input input : row.inputs()) {
                events += input.events();
                rejected += input.rejected();
                extend(new Partition(input.topic(), input.partition()), input.from(), input.to());
            }
        }
    }

    void add(Sums more) {
        fates = fates.plus(more.fates);
        events += more.events;
        rejected += more.rejected;
        more.consumed.forEach((partition, span) -> extend(partition, span[0], span[1]));
    }

    private void extend(Partition partition, long from, long to) {
        long[] span = consumed.computeIfAbsent(partition, any -> new long[] {from, to});
        span[0] = Math.min(span[0], from);
        span[1] = Math.max(span[1], to);
    }

    /** By input partition, the first offset and that behind the last; read only. */
    Map<Partition, long[]> consumed() {
        return consumed;
    }

    LedgerRow.Fates fates() {
        return fates;
    }

    /** Records that left the sources, accepted or rejected. */
    long records() {
        return events + rejected;
    }
}
