package dev.freshet.jobs.score;

import dev.freshet.wire.ModelRecord;
import dev.freshet.wire.SafeText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Each key's newest snapshot in Flink's state, and in front of it the most recently used models, ready to answer. All is of
 * Flink's current key.
 */
final class KeyModels {
    private static final Logger LOG = LoggerFactory.getLogger(KeyModels.class);

    private final ModelGate gate;
    private final ModelCounts counts;
    private final ValueState<byte[]> state;
    private final Map<String, HeldModel> ready;
    private boolean told;

    /** @param capacity models that are kept ready */
    KeyModels(ModelGate gate, ModelCounts counts, KeyedStateStore states, int capacity) {
        this.gate = gate;
        this.counts = counts;
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

    /** The model of {@code key}; null if it has none, or only one of the learner before a restore. */
    @Nullable
    HeldModel get(String key) throws Exception {
        HeldModel model = ready.get(key);
        byte[] bytes = model == null ? state.value() : null;
        if (bytes == null) {
            return model;
        }
        ModelGate.Verdict verdict = gate.load(HeldBytes.decode(bytes));
        if (verdict instanceof ModelGate.Verdict.Refused refused) {
            refused(key, refused);
            return null;
        }
        model = ((ModelGate.Verdict.Taken) verdict).model();
        ready.put(key, model);
        return model;
    }

    /** All held models may be of that learner, so that the log tells of the first. */
    private void refused(String key, ModelGate.Verdict.Refused refused) {
        state.clear();
        counts.refused(refused.why());
        if (!told) {
            told = true;
            LOG.warn(
                    "model {}, with which the job was restored, is refused ({}): until their next model comes, this key"
                            + " and all others of that kind are without one",
                    SafeText.of(key, 60),
                    refused.detail());
        }
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
