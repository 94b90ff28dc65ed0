package dev.freshet.jobs.learn;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Length, then the snapshot's own bytes, whose version, checksum and shape are the codec's affair. */
public final class KeyedLearnerSerializer extends TypeSerializerSingleton<KeyedLearner> {
    private static final long serialVersionUID = 1L;

    static final KeyedLearnerSerializer INSTANCE = new KeyedLearnerSerializer();

    private static final byte[] NONE = {};

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public KeyedLearner createInstance() {
        return KeyedLearner.of(NONE);
    }

    @Override
    public KeyedLearner copy(KeyedLearner from) {
        return from.copy();
    }

    @Override
    public KeyedLearner copy(KeyedLearner from, KeyedLearner reuse) {
        return from.copy();
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(KeyedLearner learner, DataOutputView target) throws IOException {
        write(learner.bytes(), target);
    }

    @Override
    public KeyedLearner deserialize(DataInputView source) throws IOException {
        return KeyedLearner.of(read(source));
    }

    @Override
    public KeyedLearner deserialize(KeyedLearner reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        // By way of an array: Flink's own targets do not grow for bytes that come from another view.
        write(read(source), target);
    }

    private static void write(byte[] bytes, DataOutputView target) throws IOException {
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    private static byte[] read(DataInputView source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        return bytes;
    }

    @Override
    public TypeSerializerSnapshot<KeyedLearner> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Its class name stands in checkpoints: it may move to no other package. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<KeyedLearner> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
