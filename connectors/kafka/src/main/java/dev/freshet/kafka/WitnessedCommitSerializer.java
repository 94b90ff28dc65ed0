package dev.freshet.kafka;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * As it stands in checkpoints: the version of the connector's bytes (int), their length (int), the bytes; then whether there
 * is a witness (boolean), its topic (UTF), key and value (int length, bytes each) and time (long). Version 1, the connector's
 * bytes alone, stays readable.
 */
record WitnessedCommitSerializer(SimpleVersionedSerializer<KafkaCommittable> connector)
        implements SimpleVersionedSerializer<WitnessedCommit> {
    private static final int CONNECTORS_OWN = 1;
    private static final int WITNESSED = 2;

    @Override
    public int getVersion() {
        return WITNESSED;
    }

    @Override
    public byte[] serialize(WitnessedCommit commit) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(connector.getVersion());
        write(connector.serialize(commit.transaction()), out);
        Witness witness = commit.witness();
        out.writeBoolean(witness != null);
        if (witness != null) {
            out.writeUTF(witness.topic());
            write(witness.key(), out);
            write(witness.value(), out);
            out.writeLong(witness.writtenMillis());
        }
        out.flush();
        return bytes.toByteArray();
    }

    @Override
    public WitnessedCommit deserialize(int version, byte[] serialized) throws IOException {
        if (version == CONNECTORS_OWN) {
            return new WitnessedCommit(connector.deserialize(version, serialized), null);
        }
        if (version != WITNESSED) {
            throw new IOException("a commit's version must be 1 or 2: got " + version
                    + "; upgrade the job before restoring from this checkpoint");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        KafkaCommittable transaction = connector.deserialize(in.readInt(), read(in));
        return new WitnessedCommit(transaction, readWitness(in));
    }

    private static @Nullable Witness readWitness(DataInputStream in) throws IOException {
        return in.readBoolean() ? new Witness(in.readUTF(), read(in), read(in), in.readLong()) : null;
    }

    private static void write(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] read(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}
