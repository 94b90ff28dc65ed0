package dev.freshet.jobs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.types.RecordTypeInfo;
import dev.freshet.model.Example;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import dev.freshet.wire.Tally;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // closing the harness may be interrupted, which fails the test as it should
class TallyOperatorTest {

    @Test
    void whatPassesIsCountedByPartitionAndGoesOnBeforeTheBarrier() throws Exception {
        try (var harness = harness()) {
            harness.open();
            harness.processElement(event(2, 10), 0);
            harness.processElement(event(9, 0), 0);
            harness.processElement(rejection(2, 14), 0);
            harness.prepareSnapshotPreBarrier(3);
            harness.prepareSnapshotPreBarrier(4);

            List<Decoded> out = harness.extractOutputValues();
            assertThat(out).hasSize(5);
            LedgerRow row = ((Tally) out.get(3)).row();
            assertThat(row.role()).isEqualTo(LedgerRow.Role.DECODE);
            assertThat(row.checkpoint()).isEqualTo(3);
            assertThat(row.fates()).isNull();
            assertThat(row.inputs())
                    .containsExactly(
                            new LedgerRow.Input("events", 2, 10, 15, 1, 1),
                            new LedgerRow.Input("events", 9, 0, 1, 1, 0));
            assertThat(((Tally) out.get(4)).row().inputs()).isEmpty();
        }
    }

    @Test
    void afterTheEndOfItsInputItWritesOneRowMoreAndThenNone() throws Exception {
        try (var harness = harness()) {
            harness.open();
            harness.prepareSnapshotPreBarrier(1);
            harness.processElement(event(0, 7), 0);
            harness.endInput();
            harness.getOperator().finish();
            harness.prepareSnapshotPreBarrier(2);

            List<Decoded> out = harness.extractOutputValues();
            assertThat(out).hasSize(3);
            LedgerRow row = ((Tally) out.get(2)).row();
            assertThat(row.last()).isTrue();
            assertThat(row.since()).isEqualTo(1);
            assertThat(row.inputs()).containsExactly(new LedgerRow.Input("events", 0, 7, 8, 1, 0));
        }
    }

    @Test
    void afterARestoreItCountsFromTheRestoredCheckpoint() throws Exception {
        OperatorSubtaskState snapshot;
        try (var before = harness()) {
            before.open();
            before.processElement(event(0, 1), 0);
            snapshot = before.snapshot(8, 0);
        }
        try (var harness = harness()) {
            harness.setRestoredCheckpointId(8);
            harness.initializeState(snapshot);
            harness.open();
            harness.processElement(event(0, 2), 0);
            harness.prepareSnapshotPreBarrier(9);

            LedgerRow row = ((Tally) harness.extractOutputValues().get(1)).row();
            assertThat(row.since()).isEqualTo(8);
            assertThat(row.restored()).isTrue();
            assertThat(row.inputs()).containsExactly(new LedgerRow.Input("events", 0, 2, 3, 1, 0));
        }
    }

    private static OneInputStreamOperatorTestHarness<Decoded, Decoded> harness() throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<>(new TallyOperator("events"));
        harness.setup(RecordTypeInfo.DECODED.createSerializer(new SerializerConfigImpl()));
        return harness;
    }

    private static Decoded event(int partition, long offset) {
        Example example = new Example(new double[0], new long[0], 1, 1, 0, partition, offset);
        return new Event("key", "id", example);
    }

    private static Decoded rejection(int partition, long offset) {
        RawRecord raw = new RawRecord("events", partition, offset, 0, null, null, List.of());
        return new Rejection(RejectionCode.MALFORMED, null, "cut off", raw);
    }
}
