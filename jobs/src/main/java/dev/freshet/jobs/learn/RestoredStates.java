package dev.freshet.jobs.learn;

import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.model.StateMapping;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;

/**
 * The states that a job was restored with, before its first event. They all have one shape, so the first shows whether it is
 * the learner's. What is refused now is refused after each restart too, so there is none.
 */
final class RestoredStates {
    private final KeyedStateBackend<String> backend;
    private final ValueState<KeyedLearner> state;
    private final SnapshotCodec codec;
    private final StateMapping mapping;

    /**
     * What was carried over to another shape.
     *
     * @param refused waiting examples that could not be
     * @param report what is kept and what is not, a line each; none if nothing had to be
     */
    record Carried(long models, long refused, List<String> report) {}

    RestoredStates(KeyedStateBackend<String> backend, ValueState<KeyedLearner> state, Learner learner) {
        this.backend = backend;
        this.state = state;
        codec = new SnapshotCodec(learner);
        mapping = new StateMapping(learner);
    }

    /** Ends the job if the states are of another shape. */
    void requireSameShape() throws Exception {
        byte[] first = first();
        try {
            String difference = first.length == 0 ? null : codec.difference(first);
            if (difference != null) {
                throw new IllegalArgumentException("snapshot holds another model: " + difference
                        + ": set it back, begin without the savepoint, or set state.on-shape-change to map");
            }
            if (first.length > 0) {
                LearnerState unused = codec.decode(first);
            }
        } catch (IllegalArgumentException e) {
            throw new SuppressRestartsException(e);
        }
    }

    /** Carries each state over to the learner's shape, at once, so that no job ever holds two. */
    Carried carryOver() throws Exception {
        byte[] first = first();
        try {
            List<String> report = first.length == 0 ? List.of() : mapping.report(first);
            if (report.isEmpty()) {
                requireSameShape();
                return new Carried(0, 0, List.of());
            }
            long[] counts = new long[2];
            backend.applyToAllKeys(
                    VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, LearnerStore.DESCRIPTOR, (key, value) -> {
                        StateMapping.Mapped mapped = mapping.map(value.value().bytes());
                        value.update(KeyedLearner.of(codec.encode(mapped.state())));
                        counts[0]++;
                        counts[1] += mapped.refused();
                    });
            return new Carried(counts[0], counts[1], report);
        } catch (IllegalArgumentException e) {
            throw new SuppressRestartsException(e);
        }
    }

    /** Bytes of any state, none if there is none. */
    private byte[] first() throws Exception {
        try (Stream<String> keys = backend.getKeys(LearnerStore.DESCRIPTOR.getName(), VoidNamespace.INSTANCE)) {
            Iterator<String> any = keys.iterator();
            if (!any.hasNext()) {
                return new byte[0];
            }
            backend.setCurrentKey(any.next());
            return state.value().bytes();
        }
    }
}
