package dev.freshet.jobs.types;

import dev.freshet.wire.Outbound;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Topic, key, value, timestamp, headers; lives between operators, never in a checkpoint. */
public final class OutboundSerializer extends ImmutableSerializer<Outbound> {
    private static final long serialVersionUID = 1L;

    static final OutboundSerializer INSTANCE = new OutboundSerializer();

    @Override
    public Outbound createInstance() {
        return new Outbound("", null, null, 0, List.of());
    }

    @Override
    public void serialize(Outbound outbound, DataOutputView out) throws IOException {
        Bytes.writeText(outbound.topic(), out);
        Bytes.write(outbound.key(), out);
        Bytes.write(outbound.value(), out);
        out.writeLong(outbound.timestamp());
        Bytes.writeHeaders(outbound.headers(), out);
    }

    @Override
    public Outbound deserialize(DataInputView in) throws IOException {
        return new Outbound(Bytes.readText(in), Bytes.read(in), Bytes.read(in), in.readLong(), Bytes.readHeaders(in));
    }

    @Override
    public TypeSerializerSnapshot<Outbound> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Found by name; it may move to no other package. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Outbound> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
