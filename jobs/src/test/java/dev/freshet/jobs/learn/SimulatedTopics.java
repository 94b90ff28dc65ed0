package dev.freshet.jobs.learn;

import dev.freshet.wire.JsonLedger;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.Outbound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * A broker's output topics as a reader of committed records sees them: what came since the last commit goes when the
 * transaction aborts. Its outputs can be told to fail.
 */
final class SimulatedTopics {
    private final List<Outbound> records = new ArrayList<>();
    private final List<LedgerRow> rows = new ArrayList<>();
    private int committed;
    private int untilCrash = Integer.MAX_VALUE;

    /** The failure that was asked for. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crash(String where) {
            super(where);
        }
    }

    /** Written so far, committed or not. */
    int position() {
        return records.size();
    }

    /** Rows of the ledger so far; they crash with nothing, and no undisturbed run has them. */
    List<LedgerRow> rows() {
        return List.copyOf(rows);
    }

    void commit(int position) {
        committed = position;
    }

    /** Ends the open transaction; those that were committed after {@code position} never were. */
    void takeBackTo(int position, int rowsBefore) {
        committed = position;
        rows.subList(rowsBefore, rows.size()).clear();
        records.subList(committed, records.size()).clear();
        untilCrash = Integer.MAX_VALUE;
    }

    /** Lets the output fail after {@code more} records, until the next restart. */
    void crashAfter(int more) {
        untilCrash = more;
    }

    private void add(Outbound outbound) {
        if (untilCrash-- == 0) {
            throw new Crash("while a record was written to " + outbound.topic());
        }
        records.add(outbound);
    }

    /** @throws AssertionError if anything written so far differs from {@code expected}, or is not to be expected */
    void requireBegins(Map<String, List<String>> expected) {
        Outputs.byTopicAndKey(records).forEach((place, found) -> {
            List<String> all = expected.getOrDefault(place, List.of());
            for (int i = 0; i < found.size(); i++) {
                String wanted = i < all.size() ? all.get(i) : "nothing";
                if (!found.get(i).equals(wanted)) {
                    throw new AssertionError("record " + i + " of " + place + " must be <" + shortened(wanted)
                            + ">: got <" + shortened(found.get(i)) + ">");
                }
            }
        });
    }

    /** @throws AssertionError if what is committed is not all of {@code expected} */
    void requireAll(Map<String, List<String>> expected) {
        requireBegins(expected);
        int all = expected.entrySet().stream()
                .filter(place -> !place.getKey().startsWith(SimulatedLedger.PLACE))
                .mapToInt(place -> place.getValue().size())
                .sum();
        if (committed != all) {
            throw new AssertionError("all " + all + " records must be committed at the end: got " + committed);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 600 ? text : text.substring(0, 600) + "…";
    }

    Output<StreamRecord<Outbound>> output() {
        return new Appender();
    }

    private final class Appender implements Output<StreamRecord<Outbound>> {

        @Override
        public void collect(StreamRecord<Outbound> outbound) {
            if (outbound.getValue().topic().equals(Subtasks.TOPICS.ledger())) {
                rows.add(JsonLedger.read(
                        Objects.requireNonNull(outbound.getValue().value())));
            } else {
                add(outbound.getValue());
            }
        }

        @Override
        public <X> void collect(OutputTag<X> tag, StreamRecord<X> side) {
            throw new UnsupportedOperationException("the operator must have one output: got " + tag);
        }

        @Override
        public void emitWatermark(Watermark mark) {}

        @Override
        public void emitWatermark(WatermarkEvent watermark) {}

        @Override
        public void emitWatermarkStatus(WatermarkStatus watermarkStatus) {}

        @Override
        public void emitLatencyMarker(LatencyMarker latencyMarker) {}

        @Override
        public void emitRecordAttributes(RecordAttributes recordAttributes) {}

        @Override
        public void close() {}
    }
}
