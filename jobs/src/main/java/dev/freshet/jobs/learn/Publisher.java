package dev.freshet.jobs.learn;

import dev.freshet.jobs.learn.PublishRules.Reason;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Outbound;
import java.util.List;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.jspecify.annotations.Nullable;

/**
 * Makes a key's snapshot where it is due, for the models topic and for the history. Looks at Flink's state only
 * when a model is due.
 */
final class Publisher {
    private final PublishRules rules;
    private final OutputRecords outputs;
    private final SnapshotCodec codec;
    private final Learner learner;
    private final LastPlaces places;
    private final ValueState<Long> publishedStep;

    private long step;
    private long time;
    private boolean seen;

    Publisher(
            PublishRules rules,
            OutputRecords outputs,
            Learner learner,
            KeyedStateBackend<String> backend,
            KeyedStateStore states) {
        this.rules = rules;
        this.outputs = outputs;
        codec = new SnapshotCodec(learner);
        this.learner = learner;
        places = new LastPlaces(backend, states);
        publishedStep = states.getState(new ValueStateDescriptor<>("published-step", Types.LONG));
    }

    /** The key's state before a record, whose place becomes its last. */
    void before(LearnerState state, int partition, long offset) throws Exception {
        places.at(state.key(), partition, offset);
        step = state.step();
        time = state.lastTime();
        seen = state.predicted() > 0;
    }

    /** The same state after it: why it is to be published; null if it is not. */
    @Nullable
    Reason after(LearnerState state, Outcome outcome) throws Exception {
        Reason due = rules.due(step, time, seen, state, outcome);
        if (due != Reason.AGE) {
            return due;
        }
        Long published = publishedStep.value();
        return state.step() != (published == null ? 0 : published) ? due : null;
    }

    /** The records of the current key's model: of the models topic, then of the history. */
    List<Outbound> publish(LearnerState state, Reason why) throws Exception {
        byte[] whole = codec.encode(state);
        byte[] champion = learner.contested() ? codec.encodeChampion(state) : whole;
        QualityGate.Verdict verdict = rules.gate().judge(learner.evaluation(), learner.metrics(state));
        List<Outbound> records = outputs.model(state, champion, whole, places.of(state.key()), why, verdict);
        switch (why) {
            case STEPS, AGE, DRIFT, COMMAND, PROMOTION -> publishedStep.update(state.step());
            case IDLE -> publishedStep.clear();
            case END -> {
                // Nothing comes after it, and the visit of all keys must not write.
            }
        }
        return records;
    }

    /** {@code partition:offset} of the last record that the current key, {@code key}, has taken in; null for none. */
    @Nullable
    String place(String key) throws Exception {
        return places.of(key);
    }

    /**
     * The current key, {@code key}, has been erased.
     *
     * @param begun whether its last record is the first of a new state
     */
    void erased(String key, boolean begun) throws Exception {
        if (!begun) {
            places.forget(key);
        }
        publishedStep.clear();
    }

    /** Before a snapshot, on the task's thread. */
    void flush() throws Exception {
        places.flush();
    }
}
