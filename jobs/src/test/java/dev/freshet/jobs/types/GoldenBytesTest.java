package dev.freshet.jobs.types;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.Action;
import dev.freshet.model.Example;
import dev.freshet.wire.CaughtUp;
import dev.freshet.wire.Command;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.Header;
import dev.freshet.wire.JsonCommandDecoder;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.ModelRecord;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import dev.freshet.wire.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Bytes as an earlier build wrote them, one file of hexadecimal digits each: the same are written and read for ever. */
class GoldenBytesTest {

    @Test
    void anEventKeepsItsBytes() throws Exception {
        double[] numbers = {0.5, -0.0, Double.NaN};
        long[] categories = {7, Long.MIN_VALUE};
        Example example = new Example(numbers, categories, 1, 2.5, 1_700_000_000_000L, 3, 9_918);

        assertGolden("event.hex", DecodedSerializer.INSTANCE, new Event("Zürich", "e-1", example));
    }

    @Test
    void aRejectionKeepsItsBytes() throws Exception {
        RawRecord raw = new RawRecord(
                "events", 3, 9_918, 1_700_000_000_000L, null, "{".getBytes(UTF_8), List.of(Header.of("trace", "t1")));
        Decoded rejection = new Rejection(RejectionCode.MALFORMED, null, "cut off: got 1 byte", raw);

        assertGolden("rejection.hex", DecodedSerializer.INSTANCE, rejection);
    }

    @Test
    void aModelAndAMarkKeepTheirBytes() throws Exception {
        RawRecord raw = new RawRecord(
                "models", 3, 9_918, 1_700_000_000_000L, new byte[] {'k'}, null, List.of(Header.of("step", "7")));

        assertGolden("model.hex", DecodedSerializer.INSTANCE, new ModelRecord("k", raw));
        assertGolden("caught-up.hex", DecodedSerializer.INSTANCE, new CaughtUp(3, "to:17"));
    }

    @Test
    void aLateLabelKeepsItsBytes() throws Exception {
        RawRecord raw = new RawRecord(
                "labels", 3, 9_918, 1_700_000_000_000L, null, "{}".getBytes(UTF_8), List.of(Header.of("trace", "t1")));

        assertGolden(
                "late-label.hex",
                DecodedSerializer.INSTANCE,
                new LateLabel("NSW", "e-1", 1, 2.5, 1_700_000_000_001L, raw));
    }

    @Test
    void aCommandKeepsItsBytes() throws Exception {
        String json = "{\"id\":\"c\",\"command\":\"rollback\",\"snapshot\":{\"partition\":0,\"offset\":7,\"sha256\":\""
                + "ab".repeat(32) + "\"}}";
        RawRecord raw = new RawRecord(
                "commands", 3, 9_918, 1_700_000_000_000L, "NSW".getBytes(UTF_8), json.getBytes(UTF_8), List.of());
        Command command = (Command) new JsonCommandDecoder(1_000).decode(raw);

        assertGolden(
                "command.hex", DecodedSerializer.INSTANCE, command.with(new Action.Rollback(new byte[] {1, 2, 3})));
    }

    @Test
    void aTallyKeepsItsBytes() throws Exception {
        LedgerRow row = new LedgerRow(
                "a1b2",
                7,
                6,
                true,
                false,
                LedgerRow.Role.DECODE,
                1,
                2,
                List.of(new LedgerRow.Input("", 3, 100, 200, 97, 2)),
                null);

        assertGolden("tally.hex", DecodedSerializer.INSTANCE, new Tally(row));
    }

    @Test
    void aTallyOfANamedTopicKeepsItsBytes() throws Exception {
        LedgerRow row = new LedgerRow(
                "a1b2",
                7,
                6,
                true,
                false,
                LedgerRow.Role.DECODE,
                "P.labels",
                1,
                2,
                List.of(new LedgerRow.Input("P.labels", 3, 100, 200, 97, 2)),
                null);

        assertGolden("tally-of-a-topic.hex", DecodedSerializer.INSTANCE, new Tally(row));
    }

    @Test
    void anOutputKeepsItsBytes() throws Exception {
        Outbound outbound = new Outbound(
                "models", "k".getBytes(UTF_8), null, Outbound.NOW, List.of(new Header("a", null), Header.of("b", "c")));

        assertGolden("outbound.hex", OutboundSerializer.INSTANCE, outbound);
    }

    /** The names of snapshot classes stand in savepoints; a class that moves makes them unreadable. */
    @Test
    void theNamesOfTheSnapshotsStay() throws Exception {
        assertThat(snapshot(DecodedSerializer.INSTANCE)).isEqualTo(golden("decoded-snapshot.hex"));
        assertThat(snapshot(OutboundSerializer.INSTANCE)).isEqualTo(golden("outbound-snapshot.hex"));
        assertThat(new String(HexFormat.of().parseHex(golden("decoded-snapshot.hex")), US_ASCII))
                .contains("dev.freshet.jobs.types.DecodedSerializer$Snapshot");
        assertThat(new String(HexFormat.of().parseHex(golden("outbound-snapshot.hex")), US_ASCII))
                .contains("dev.freshet.jobs.types.OutboundSerializer$Snapshot");
    }

    private static <T> void assertGolden(String file, TypeSerializer<T> serializer, T record) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        serializer.serialize(record, out);

        assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer())).isEqualTo(golden(file));
        assertThat(serializer.deserialize(
                        new DataInputDeserializer(HexFormat.of().parseHex(golden(file)))))
                .usingRecursiveComparison()
                .withComparatorForType(RecordSerializersTest.BITS, Double.class)
                .isEqualTo(record);
    }

    private static String snapshot(TypeSerializer<?> serializer) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
        return HexFormat.of().formatHex(out.getCopyOfBuffer());
    }

    private static String golden(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(GoldenBytesTest.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), US_ASCII).replaceAll("\\s", "");
        }
    }
}
