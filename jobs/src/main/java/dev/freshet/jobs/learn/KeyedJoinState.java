package dev.freshet.jobs.learn;

import dev.freshet.jobs.types.RecordTypeInfo;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.LateLabel;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.LongPrimitiveArraySerializer;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;

/** The state of a join in Flink, of its current key; the names and serializers stand in every checkpoint. */
final class KeyedJoinState implements JoinState {
    private static final String FEATURES = "join-features";

    private final ValueState<long[]> clocks;
    private final MapState<String, List<Feature>> features;
    private final MapState<Long, Decoded> labels;
    private final MapState<Long, String> ids;
    private final ValueState<long[]> delays;

    KeyedJoinState(KeyedStateStore states) {
        clocks = states.getState(new ValueStateDescriptor<>("join-clocks", LongPrimitiveArraySerializer.INSTANCE));
        features = states.getMapState(
                new MapStateDescriptor<>(FEATURES, StringSerializer.INSTANCE, FeaturesSerializer.INSTANCE));
        labels = states.getMapState(new MapStateDescriptor<>("join-labels", Types.LONG, RecordTypeInfo.DECODED));
        ids = states.getMapState(new MapStateDescriptor<>("join-order", Types.LONG, Types.STRING));
        delays = states.getState(new ValueStateDescriptor<>("join-delays", LongPrimitiveArraySerializer.INSTANCE));
    }

    /** Whether features of any key wait for their label; the current key is then another. */
    boolean featuresWait(KeyedStateBackend<String> backend) throws Exception {
        try (Stream<String> keys = backend.getKeys(FEATURES, VoidNamespace.INSTANCE)) {
            for (String key : keys.distinct().toList()) {
                backend.setCurrentKey(key);
                for (List<Feature> known : features.values()) {
                    if (known.stream().anyMatch(feature -> feature.waiting() != null)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** {@link DelayHistogram} of the current key. */
    long[] delays() throws Exception {
        long[] counts = delays.value();
        return counts == null ? DelayHistogram.NONE : counts;
    }

    void delays(long[] counts) throws Exception {
        delays.update(counts);
    }

    @Override
    public long[] clocks() throws Exception {
        long[] numbers = clocks.value();
        return numbers == null ? LabelJoin.begin() : LabelJoin.whole(numbers);
    }

    @Override
    public void clocks(long[] numbers) throws Exception {
        clocks.update(numbers);
    }

    @Override
    public List<Feature> features(String id) throws Exception {
        List<Feature> known = features.get(id);
        return known == null ? List.of() : known;
    }

    @Override
    public void features(String id, List<Feature> all) throws Exception {
        if (all.isEmpty()) {
            features.remove(id);
        } else {
            features.put(id, all);
        }
    }

    @Override
    public LateLabel label(long place) throws Exception {
        return (LateLabel) Objects.requireNonNull(labels.get(place), "a label of the queue");
    }

    @Override
    public void addLabel(long place, LateLabel label) throws Exception {
        labels.put(place, label);
    }

    @Override
    public void removeLabel(long place) throws Exception {
        labels.remove(place);
    }

    @Override
    public String id(long place) throws Exception {
        return Objects.requireNonNull(ids.get(place), "an id of the order");
    }

    @Override
    public void addId(long place, String id) throws Exception {
        ids.put(place, id);
    }

    @Override
    public void removeId(long place) throws Exception {
        ids.remove(place);
    }
}
