package dev.freshet.jobs.ledger;

import dev.freshet.wire.Command;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.Tally;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Counts what leaves the source, in the source's own task, and sends the count on before each checkpoint barrier. The
 * counts are of the same records as the offsets in that checkpoint; after a restore both begin there.
 */
public final class TallyOperator extends AbstractStreamOperator<Decoded>
        implements OneInputStreamOperator<Decoded, Decoded> {
    private static final long serialVersionUID = 1L;

    private final String topic;
    private final LedgerRow.Role role;

    private transient InputCounter inputs;
    private transient LedgerRows rows;

    /** @param topic that the source reads */
    public TallyOperator(String topic) {
        this(topic, LedgerRow.Role.DECODE);
    }

    /** @param role of the rows */
    @SuppressWarnings("NullAway.Init") // the transient fields are Flink's to begin, in initializeState
    public TallyOperator(String topic, LedgerRow.Role role) {
        this.topic = topic;
        this.role = role;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        inputs = new InputCounter();
        rows = LedgerRows.ofDecoding(role, topic, getRuntimeContext(), context.getRestoredCheckpointId());
    }

    @Override
    public void processElement(StreamRecord<Decoded> element) {
        Decoded decoded = element.getValue();
        if (decoded instanceof Event event) {
            inputs.event(topic, event.example().partition(), event.example().offset());
        } else if (decoded instanceof LateLabel label) {
            inputs.event(topic, label.raw().partition(), label.raw().offset());
        } else if (decoded instanceof Command command) {
            inputs.event(topic, command.raw().partition(), command.raw().offset());
        } else if (decoded instanceof Rejection rejection) {
            RawRecord raw = rejection.raw();
            inputs.rejected(topic, raw.partition(), raw.offset());
        }
        output.collect(element);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        super.prepareSnapshotPreBarrier(checkpointId);
        if (!rows.ended()) {
            emit(rows.next(checkpointId, inputs.take(), null));
        }
    }

    @Override
    public void finish() throws Exception {
        emit(rows.last(inputs.take(), null));
        super.finish();
    }

    private void emit(LedgerRow row) {
        output.collect(new StreamRecord<>(new Tally(row)));
    }
}
