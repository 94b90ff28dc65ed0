package dev.freshet.jobs.learn;

import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.jspecify.annotations.Nullable;

/**
 * States used by reference, as the heap backend holds them. Nothing is kept from one event to the next: while a snapshot is
 * written in the background, {@code value()} hands out a copy, and only a reference held back would tear it.
 */
final class HeapLearnerStore implements LearnerStore {
    private final KeyedStateBackend<String> backend;
    private final ValueState<KeyedLearner> state;
    private final Learner learner;
    private final SnapshotCodec codec;
    private @Nullable KeyedLearner current;

    HeapLearnerStore(KeyedStateBackend<String> backend, ValueState<KeyedLearner> state, Learner learner) {
        this.backend = backend;
        this.state = state;
        this.learner = learner;
        codec = new SnapshotCodec(learner);
    }

    @Override
    public LearnerState get(String key) throws Exception {
        KeyedLearner keyed = state.value();
        if (keyed == null) {
            keyed = KeyedLearner.of(learner.init(key), codec);
        }
        current = keyed;
        return keyed.live(codec, key);
    }

    @Override
    public LearnerState renew(String key) {
        current = KeyedLearner.of(learner.init(key), codec);
        return current.live(codec, key);
    }

    @Override
    public void remove(String key) {
        state.clear();
        current = null;
    }

    @Override
    public void changed() throws Exception {
        state.update(current);
        current = null;
    }

    @Override
    public void flush() {}

    @Override
    public void forEach(Consumer<LearnerState> visitor) throws Exception {
        backend.applyToAllKeys(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                DESCRIPTOR,
                (key, value) -> visitor.accept(value.value().live(codec, key)));
    }
}
