package dev.freshet.jobs.learn;

import dev.freshet.wire.Outbound;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** Where a subtask's outputs leave; each named by what caused it, where it may come again. */
final class Outlet {
    private final Output<StreamRecord<Outbound>> output;
    private final String ledger;
    private final @Nullable OutputIds ids;
    private final StreamRecord<Outbound> reused = new StreamRecord<>(null);

    Outlet(Output<StreamRecord<Outbound>> output, String ledger, boolean named) {
        this.output = output;
        this.ledger = ledger;
        ids = named ? new OutputIds() : null;
    }

    /** What comes next is caused by the record at this place. */
    void causedBy(String topic, int partition, long offset) {
        if (ids != null) {
            ids.causedBy(topic, partition, offset);
        }
    }

    /** What comes next is caused by the end of {@code topic}, of a key at {@code step}. */
    void causedByTheEnd(String topic, long step) {
        if (ids != null) {
            ids.causedByTheEnd(topic, step);
        }
    }

    void emit(Outbound outbound) {
        // A row of the ledger is of a checkpoint, not of a record.
        OutputIds names = outbound.topic().equals(ledger) ? null : ids;
        output.collect(reused.replace(names == null ? outbound : names.named(outbound)));
    }
}
