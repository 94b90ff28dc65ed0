package dev.freshet.dashboards.store;

import dev.freshet.wire.DriftRecord;
import dev.freshet.wire.Header;
import dev.freshet.wire.JsonLedger;
import dev.freshet.wire.JsonOutputs;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.MetricsRecord;
import dev.freshet.wire.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records as a job writes them, by the codecs it uses. */
public final class Samples {
    public static final PipelineInfo.Topics TOPICS =
            new PipelineInfo.Topics("p.events", "p.metrics", "p.drift", "p.dead-letters", "p.ledger", "p.models");
    public static final PipelineInfo CLASSES =
            new PipelineInfo("p", Yardstick.CLASSES, List.of("DOWN", "UP"), 1000, true, TOPICS);
    public static final long T0 = 1_700_000_000_000L;

    private Samples() {}

    /** A window of the key's events up to {@code at}. */
    public static RawRecord window(String key, long at, long time, double accuracy, double noChange) {
        return window(key, at, time, accuracy, noChange, 0);
    }

    static RawRecord window(String key, long at, long time, double accuracy, double noChange, long refused) {
        Map<String, MetricsRecord.Value> metrics = new LinkedHashMap<>();
        metrics.put("accuracy", value(accuracy));
        metrics.put("noChangeAccuracy", value(noChange));
        metrics.put("majorityAccuracy", value(0.5));
        metrics.put("logLoss", value(1 - accuracy));
        metrics.put("calibrationError", value(0.01));
        MetricsRecord record = new MetricsRecord(
                key, "window", at, at / 10, new MetricsRecord.Counts(at, at - refused, refused, 0, 0), metrics);
        return raw(TOPICS.metrics(), time, key, new JsonOutputs().metrics(record));
    }

    private static MetricsRecord.Value value(double same) {
        return new MetricsRecord.Value(same, same, same);
    }

    public static RawRecord drift(String key, String level, long at, long time) {
        DriftRecord record = new DriftRecord(key, "adwin", level, "error", 0.2, 0.1, at, 1, "boost-rate");
        return raw(TOPICS.drift(), time, key, new JsonOutputs().drift(record));
    }

    public static RawRecord letter(String code, byte[] value, long offset) {
        return new RawRecord(
                TOPICS.deadLetters(),
                0,
                offset,
                T0,
                null,
                value,
                List.of(
                        Header.of("freshet.error.code", code),
                        Header.of("freshet.error.detail", "what is wrong"),
                        Header.of("__connect.errors.topic", TOPICS.events()),
                        Header.of("__connect.errors.partition", "2"),
                        Header.of("__connect.errors.offset", "17")));
    }

    public static RawRecord model(String key, @Nullable String step, int bytes, long time) {
        List<Header> headers = step == null
                ? List.of()
                : List.of(
                        Header.of("step", step),
                        Header.of("fingerprint", "00ff00ff00ff00ff"),
                        Header.of("reason", "end"));
        return new RawRecord(TOPICS.models(), 0, 0, time, utf8(key), step == null ? null : new byte[bytes], headers);
    }

    /** What a decode subtask consumed up to a checkpoint. */
    public static RawRecord consumed(long checkpoint, long from, long to, long time) {
        return row(
                new LedgerRow(
                        "run",
                        checkpoint,
                        checkpoint - 1,
                        false,
                        false,
                        LedgerRow.Role.DECODE,
                        0,
                        1,
                        List.of(new LedgerRow.Input(TOPICS.events(), 0, from, to, to - from, 0)),
                        null),
                time);
    }

    /** What a learning subtask made of so many events up to a checkpoint. */
    public static RawRecord answered(long checkpoint, long events, long time) {
        LedgerRow.Fates fates = new LedgerRow.Fates(events, 0, 0, 0, events, 0, 0, 0, events);
        return row(
                new LedgerRow(
                        "run", checkpoint, checkpoint - 1, false, false, LedgerRow.Role.LEARN, 0, 1, List.of(), fates),
                time);
    }

    /** Metrics of a key whose labels come later. */
    static RawRecord delayed(String key, long time, MetricsRecord.Delays delays) {
        MetricsRecord record = new MetricsRecord(
                key, "final", 10, 1, new MetricsRecord.Counts(10, 10, 0, 0, 0), Map.of("accuracy", value(0.5)), delays);
        return raw(TOPICS.metrics(), time, key, new JsonOutputs().metrics(record));
    }

    static RawRecord row(LedgerRow row, long time) {
        return new RawRecord(TOPICS.ledger(), 0, 0, time, JsonLedger.key(row), new JsonLedger().row(row), List.of());
    }

    static RawRecord raw(String topic, long time, String key, byte @Nullable [] value) {
        return new RawRecord(topic, 0, 0, time, utf8(key), value, List.of());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
