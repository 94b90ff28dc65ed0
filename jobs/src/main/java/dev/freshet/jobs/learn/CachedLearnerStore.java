package dev.freshet.jobs.learn;

import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.jspecify.annotations.Nullable;

/**
 * For a backend that keeps bytes, as RocksDB does: the {@code capacity} most recently used states live on the heap, and one
 * is written when it leaves the cache or when a snapshot is due. An event costs no deserialised model.
 */
final class CachedLearnerStore implements LearnerStore {
    private final KeyedStateBackend<String> backend;
    private final ValueState<KeyedLearner> state;
    private final Learner learner;
    private final SnapshotCodec codec;
    private final int capacity;
    private final Map<String, Entry> cache = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable Entry current;

    CachedLearnerStore(
            KeyedStateBackend<String> backend, ValueState<KeyedLearner> state, Learner learner, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("state.cache must be >= 1 learner states: got " + capacity);
        }
        this.backend = backend;
        this.state = state;
        this.learner = learner;
        this.capacity = capacity;
        codec = new SnapshotCodec(learner);
    }

    @Override
    public LearnerState get(String key) throws Exception {
        Entry entry = cache.get(key);
        if (entry == null) {
            KeyedLearner stored = state.value();
            entry = new Entry(stored == null ? learner.init(key) : stored.live(codec, key));
            cache.put(key, entry);
            evict();
        }
        current = entry;
        return entry.live;
    }

    @Override
    public LearnerState renew(String key) {
        Entry entry = new Entry(learner.init(key));
        cache.put(key, entry);
        current = entry;
        return entry.live;
    }

    @Override
    public void remove(String key) {
        cache.remove(key);
        state.clear();
        current = null;
    }

    @Override
    public void changed() {
        if (current != null) {
            current.dirty = true;
        }
    }

    @Override
    public void flush() throws Exception {
        String key = backend.getCurrentKey();
        for (Map.Entry<String, Entry> entry : cache.entrySet()) {
            write(entry.getKey(), entry.getValue());
        }
        restoreKey(key);
    }

    @Override
    public void forEach(Consumer<LearnerState> visitor) throws Exception {
        flush();
        backend.applyToAllKeys(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                DESCRIPTOR,
                (key, value) -> visitor.accept(value.value().live(codec, key)));
    }

    private void evict() throws Exception {
        if (cache.size() <= capacity) {
            return;
        }
        String key = backend.getCurrentKey();
        Iterator<Map.Entry<String, Entry>> eldest = cache.entrySet().iterator();
        while (cache.size() > capacity) {
            Map.Entry<String, Entry> entry = eldest.next();
            write(entry.getKey(), entry.getValue());
            eldest.remove();
        }
        restoreKey(key);
    }

    private void write(String key, Entry entry) throws Exception {
        if (entry.dirty) {
            backend.setCurrentKey(key);
            state.update(KeyedLearner.of(entry.live, codec));
            entry.dirty = false;
        }
    }

    private void restoreKey(@Nullable String key) {
        if (key != null) {
            backend.setCurrentKey(key);
        }
    }

    private static final class Entry {
        private final LearnerState live;
        private boolean dirty;

        private Entry(LearnerState live) {
            this.live = live;
        }
    }
}
