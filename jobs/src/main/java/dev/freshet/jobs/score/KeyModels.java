package dev.freshet.jobs.score;

import dev.freshet.wire.ModelRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * Each key's newest snapshot in Flink's state, and in front of it the most recently used models, ready to answer. All is of
 * Flink's current key.
 */
final class KeyModels {
    private final ModelGate gate;
    private final ValueState<byte[]> state;
    private final Map<String, HeldModel> ready;

    /** @param capacity models that are kept ready */
    KeyModels(ModelGate gate, KeyedStateStore states, int capacity) {
        this.gate = gate;
        state = states.getState(
                new ValueStateDescriptor<>("model", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        ready = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, HeldModel> eldest) {
                return size() > capacity;
            }
        };
    }

    /** The model of {@code key}; null if it has none. */
    @Nullable
    HeldModel get(String key) throws Exception {
        HeldModel model = ready.get(key);
        if (model == null) {
            byte[] bytes = state.value();
            if (bytes == null) {
                return null;
            }
            model = gate.load(HeldBytes.decode(bytes));
            ready.put(key, model);
        }
        return model;
    }

    /** Replaces the key's model by that of a record, or says why not. */
    ModelGate.Verdict offer(ModelRecord record, byte[] snapshot) throws Exception {
        byte[] bytes = state.value();
        ModelGate.Verdict verdict = gate.judge(record, snapshot, bytes == null ? null : HeldBytes.decode(bytes));
        if (verdict instanceof ModelGate.Verdict.Taken taken) {
            state.update(taken.bytes().encode());
            ready.put(record.key(), taken.model());
        }
        return verdict;
    }

    /** Forgets the model of {@code key}. */
    void retire(String key) {
        state.clear();
        ready.remove(key);
    }
}
