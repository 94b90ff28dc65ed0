package dev.freshet.kafka;

import dev.freshet.wire.Outbound;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.jspecify.annotations.Nullable;

/** The connector's writer; remembers the last row of the ledger that went into the open transaction. */
@SuppressWarnings("try") // closing is the connector's, which may be interrupted
final class WitnessedWriter
        implements StatefulSinkWriter<Outbound, KafkaWriterState>, CommittingSinkWriter<Outbound, WitnessedCommit> {
    private final StatefulSinkWriter<Outbound, KafkaWriterState> writer;
    private final CommittingSinkWriter<Outbound, KafkaCommittable> committing;
    private final String ledger;
    private @Nullable Witness witness;

    /** @param writer the connector's, which commits, too */
    @SuppressWarnings("unchecked") // KafkaSink's writer is both, by the connector's TwoPhaseCommittingStatefulSink
    WitnessedWriter(StatefulSinkWriter<Outbound, KafkaWriterState> writer, String ledger) {
        this.writer = writer;
        this.ledger = ledger;
        committing = (CommittingSinkWriter<Outbound, KafkaCommittable>) writer;
    }

    @Override
    public void write(Outbound outbound, Context context) throws IOException, InterruptedException {
        writer.write(outbound, context);
        if (outbound.topic().equals(ledger)) {
            witness = Witness.of(outbound, System.currentTimeMillis());
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        writer.flush(endOfInput);
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
        writer.writeWatermark(watermark);
    }

    @Override
    public Collection<WitnessedCommit> prepareCommit() throws IOException, InterruptedException {
        Witness held = witness;
        witness = null;
        Collection<KafkaCommittable> transactions = committing.prepareCommit();
        if (held == null && !transactions.isEmpty()) {
            throw new IllegalStateException("a transaction must hold a row of topic " + ledger
                    + ", so that it can be told whether it was committed: got " + transactions.size() + " without");
        }
        return transactions.stream()
                .map(transaction -> new WitnessedCommit(transaction, held))
                .toList();
    }

    @Override
    public List<KafkaWriterState> snapshotState(long checkpointId) throws IOException {
        return writer.snapshotState(checkpointId);
    }

    @Override
    public void close() throws Exception {
        try {
            writer.close();
        } finally {
            Leftovers.close(writer);
        }
    }
}
