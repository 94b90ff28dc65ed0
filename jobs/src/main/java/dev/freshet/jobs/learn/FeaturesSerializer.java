package dev.freshet.jobs.learn;

import dev.freshet.jobs.types.ImmutableSerializer;
import dev.freshet.jobs.types.RecordTypeInfo;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a key remembers of the events of one id: how many (int), then of each
 *
 * <pre>
 * long time | long clockBefore | long content | double label | double weight | byte waits
 * where it waits: the event, a tag and its fields | int n | n floats served
 * </pre>
 */
public final class FeaturesSerializer extends ImmutableSerializer<List<Feature>> {
    private static final long serialVersionUID = 1L;

    static final FeaturesSerializer INSTANCE = new FeaturesSerializer();

    private static final TypeSerializer<Decoded> EVENT =
            RecordTypeInfo.DECODED.createSerializer(new SerializerConfigImpl());

    @Override
    public List<Feature> createInstance() {
        return List.of();
    }

    @Override
    public void serialize(List<Feature> features, DataOutputView out) throws IOException {
        out.writeInt(features.size());
        for (Feature feature : features) {
            out.writeLong(feature.time());
            out.writeLong(feature.clockBefore());
            out.writeLong(feature.content());
            out.writeDouble(feature.label());
            out.writeDouble(feature.weight());
            out.writeBoolean(feature.waiting() != null);
            if (feature.waiting() != null) {
                write(feature.waiting(), out);
            }
        }
    }

    private static void write(Feature.Waiting waiting, DataOutputView out) throws IOException {
        EVENT.serialize(waiting.event(), out);
        out.writeInt(waiting.served().length);
        for (float number : waiting.served()) {
            out.writeFloat(number);
        }
    }

    @Override
    public List<Feature> deserialize(DataInputView in) throws IOException {
        int size = in.readInt();
        List<Feature> features = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            long time = in.readLong();
            long clockBefore = in.readLong();
            long content = in.readLong();
            double label = in.readDouble();
            double weight = in.readDouble();
            features.add(
                    new Feature(time, clockBefore, content, in.readBoolean() ? readWaiting(in) : null, label, weight));
        }
        return List.copyOf(features);
    }

    private static Feature.Waiting readWaiting(DataInputView in) throws IOException {
        Event event = (Event) EVENT.deserialize(in);
        float[] served = new float[in.readInt()];
        for (int i = 0; i < served.length; i++) {
            served[i] = in.readFloat();
        }
        return new Feature.Waiting(event, served);
    }

    @Override
    public TypeSerializerSnapshot<List<Feature>> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Found by name; it may move to no other package. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<List<Feature>> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
