package dev.freshet.kafka;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint holds of an input.
 *
 * @param kafka the partitions, as the connector has them
 * @param topicId null in a state from before it was kept, and where no broker had answered yet
 */
record InputState(KafkaSourceEnumState kafka, @Nullable String topicId) {

    /**
     * The bytes, since version 100; lower ones are the connector's alone.
     *
     * <pre>
     * int    version of the connector's bytes
     * int    n
     * byte   n connector's bytes
     * UTF    topic id, empty for none
     * </pre>
     */
    record Serializer(SimpleVersionedSerializer<KafkaSourceEnumState> connector)
            implements SimpleVersionedSerializer<InputState> {
        private static final int VERSION = 100;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(InputState state) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                byte[] inner = connector.serialize(state.kafka);
                out.writeInt(connector.getVersion());
                out.writeInt(inner.length);
                out.write(inner);
                out.writeUTF(state.topicId == null ? "" : state.topicId);
            }
            return bytes.toByteArray();
        }

        @Override
        public InputState deserialize(int version, byte[] serialized) throws IOException {
            if (version < VERSION) {
                return new InputState(connector.deserialize(version, serialized), null);
            }
            if (version > VERSION) {
                throw new IOException("input state version " + version + ", this build reads up to " + VERSION
                        + ": upgrade the job before restoring");
            }
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
                int connectorVersion = in.readInt();
                byte[] inner = in.readNBytes(in.readInt());
                String id = in.readUTF();
                return new InputState(connector.deserialize(connectorVersion, inner), id.isEmpty() ? null : id);
            }
        }
    }
}
