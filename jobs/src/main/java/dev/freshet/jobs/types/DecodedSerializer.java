package dev.freshet.jobs.types;

import dev.freshet.model.Action;
import dev.freshet.model.Example;
import dev.freshet.wire.CaughtUp;
import dev.freshet.wire.Command;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonCommandDecoder;
import dev.freshet.wire.JsonLedger;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.ModelRecord;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import dev.freshet.wire.Tally;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * A byte that tells what a record is, then its fields in order. Lives between operators and, of features and labels that wait
 * for each other or for a model, in checkpoints, so that a tag keeps its layout.
 */
public final class DecodedSerializer extends ImmutableSerializer<Decoded> {
    private static final long serialVersionUID = 1L;

    static final DecodedSerializer INSTANCE = new DecodedSerializer();

    private static final byte EVENT = 1;
    private static final byte REJECTION = 2;
    /** An event that has texts or a sparse part. */
    private static final byte WIDE_EVENT = 3;
    /** An event that has come with its record, then any of the above. */
    private static final byte RAW_EVENT = 4;
    /** The row of a ledger, as its topic holds it. */
    private static final byte TALLY = 5;
    /** A label that comes later than its event. */
    private static final byte LATE_LABEL = 6;
    /** A command: its record, then what became of its snapshot. */
    private static final byte COMMAND = 7;
    /** A record of the models topic. */
    private static final byte MODEL = 20;
    /** A mark behind what was there at the start. */
    private static final byte CAUGHT_UP = 21;

    @Override
    public Decoded createInstance() {
        return new Event("", "", Example.of(0, Double.NaN));
    }

    @Override
    public void serialize(Decoded decoded, DataOutputView out) throws IOException {
        if (decoded instanceof Event event) {
            if (event.raw() != null) {
                out.writeByte(RAW_EVENT);
                writeRaw(event.raw(), out);
            }
            writeEvent(event, out);
        } else if (decoded instanceof Rejection rejection) {
            out.writeByte(REJECTION);
            writeRejection(rejection, out);
        } else if (decoded instanceof Command command) {
            out.writeByte(COMMAND);
            writeCommand(command, out);
        } else if (decoded instanceof LateLabel label) {
            out.writeByte(LATE_LABEL);
            writeLabel(label, out);
        } else if (decoded instanceof ModelRecord model) {
            out.writeByte(MODEL);
            Bytes.writeText(model.key(), out);
            writeRaw(model.raw(), out);
        } else if (decoded instanceof CaughtUp mark) {
            out.writeByte(CAUGHT_UP);
            out.writeInt(mark.partition());
            Bytes.writeText(mark.key(), out);
        } else {
            out.writeByte(TALLY);
            Bytes.write(new JsonLedger().row(((Tally) decoded).row()), out);
        }
    }

    @Override
    public Decoded deserialize(DataInputView in) throws IOException {
        byte tag = in.readByte();
        return switch (tag) {
            case RAW_EVENT -> {
                RawRecord raw = readRaw(in);
                yield readEvent(in.readByte(), in).withRaw(raw);
            }
            case REJECTION -> readRejection(in);
            case LATE_LABEL -> readLabel(in);
            case COMMAND -> readCommand(in);
            case MODEL -> new ModelRecord(Bytes.readText(in), readRaw(in));
            case CAUGHT_UP -> new CaughtUp(in.readInt(), Bytes.readText(in));
            case TALLY -> new Tally(JsonLedger.read(Bytes.readFully(in.readInt(), in)));
            default -> readEvent(tag, in);
        };
    }

    private static Event readEvent(byte tag, DataInputView in) throws IOException {
        return switch (tag) {
            case EVENT -> readEvent(in);
            case WIDE_EVENT -> readWideEvent(in);
            default -> throw new IOException("decoded record must begin with 1 to 7, 20 or 21: got " + tag);
        };
    }

    private static void writeEvent(Event event, DataOutputView out) throws IOException {
        Example example = event.example();
        boolean wide = example.texts().length > 0 || example.indices().length > 0;
        out.writeByte(wide ? WIDE_EVENT : EVENT);
        Bytes.writeText(event.key(), out);
        Bytes.writeText(event.id(), out);
        Bytes.writeDoubles(example.numbers(), out);
        Bytes.writeLongs(example.categories(), out);
        out.writeDouble(example.label());
        out.writeDouble(example.weight());
        out.writeLong(example.time());
        out.writeInt(example.partition());
        out.writeLong(example.offset());
        if (wide) {
            writeWide(example, out);
        }
    }

    private static void writeWide(Example example, DataOutputView out) throws IOException {
        out.writeInt(example.texts().length);
        for (String text : example.texts()) {
            Bytes.writeText(text, out);
        }
        out.writeInt(example.indices().length);
        for (int k = 0; k < example.indices().length; k++) {
            out.writeInt(example.indices()[k]);
            out.writeFloat(example.values()[k]);
        }
    }

    private static Event readWideEvent(DataInputView in) throws IOException {
        Event event = readEvent(in);
        @Nullable String[] texts = new @Nullable String[in.readInt()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = Bytes.readOptionalText(in);
        }
        int[] indices = new int[in.readInt()];
        float[] values = new float[indices.length];
        for (int k = 0; k < indices.length; k++) {
            indices[k] = in.readInt();
            values[k] = in.readFloat();
        }
        return new Event(
                event.key(), event.id(), event.example().withTexts(texts).withSparse(indices, values));
    }

    private static Event readEvent(DataInputView in) throws IOException {
        String key = Bytes.readText(in);
        String id = Bytes.readText(in);
        Example example = new Example(
                Bytes.readDoubles(in),
                Bytes.readLongs(in),
                in.readDouble(),
                in.readDouble(),
                in.readLong(),
                in.readInt(),
                in.readLong());
        return new Event(key, id, example);
    }

    private static void writeLabel(LateLabel label, DataOutputView out) throws IOException {
        Bytes.writeText(label.key(), out);
        Bytes.writeText(label.id(), out);
        out.writeDouble(label.label());
        out.writeDouble(label.weight());
        out.writeLong(label.time());
        writeRaw(label.raw(), out);
    }

    private static LateLabel readLabel(DataInputView in) throws IOException {
        return new LateLabel(
                Bytes.readText(in), Bytes.readText(in), in.readDouble(), in.readDouble(), in.readLong(), readRaw(in));
    }

    /** The record says it all but for a snapshot that stood elsewhere, and why it could not be had. */
    private static void writeCommand(Command command, DataOutputView out) throws IOException {
        writeRaw(command.raw(), out);
        Bytes.writeText(command.problem(), out);
        Bytes.write(command.action() instanceof Action.Rollback rollback ? rollback.snapshot() : null, out);
    }

    private static Command readCommand(DataInputView in) throws IOException {
        RawRecord raw = readRaw(in);
        String problem = Bytes.readOptionalText(in);
        byte[] snapshot = Bytes.read(in);
        if (!(new JsonCommandDecoder(Integer.MAX_VALUE).decode(raw) instanceof Command command)) {
            throw new IOException("a command that was read once must be one again: partition " + raw.partition()
                    + ", offset " + raw.offset());
        }
        if (snapshot != null) {
            return command.with(new Action.Rollback(snapshot));
        }
        return problem == null || problem.equals(command.problem()) ? command : command.failing(problem);
    }

    private static void writeRejection(Rejection rejection, DataOutputView out) throws IOException {
        Bytes.writeText(rejection.code().name(), out);
        Bytes.writeText(rejection.field(), out);
        Bytes.writeText(rejection.detail(), out);
        writeRaw(rejection.raw(), out);
    }

    private static void writeRaw(RawRecord raw, DataOutputView out) throws IOException {
        Bytes.writeText(raw.topic(), out);
        out.writeInt(raw.partition());
        out.writeLong(raw.offset());
        out.writeLong(raw.timestamp());
        Bytes.write(raw.key(), out);
        Bytes.write(raw.value(), out);
        Bytes.writeHeaders(raw.headers(), out);
    }

    private static Rejection readRejection(DataInputView in) throws IOException {
        RejectionCode code = RejectionCode.valueOf(Bytes.readText(in));
        String field = Bytes.readOptionalText(in);
        String detail = Bytes.readText(in);
        return new Rejection(code, field, detail, readRaw(in));
    }

    private static RawRecord readRaw(DataInputView in) throws IOException {
        return new RawRecord(
                Bytes.readText(in),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                Bytes.read(in),
                Bytes.read(in),
                Bytes.readHeaders(in));
    }

    @Override
    public TypeSerializerSnapshot<Decoded> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Found by name; it may move to no other package. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Decoded> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
