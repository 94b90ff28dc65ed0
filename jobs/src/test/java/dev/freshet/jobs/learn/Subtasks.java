package dev.freshet.jobs.learn;

import dev.freshet.jobs.types.RecordTypeInfo;
import dev.freshet.kafka.DeadLetters;
import dev.freshet.model.LearnerSpec;
import dev.freshet.wire.Command;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonLedger;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.CheckpointStorageLocationReference;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** All subtasks of one {@link LearningOperator}; records go to the one that Flink would send them to. */
final class Subtasks implements AutoCloseable {
    static final OutputTopics TOPICS = new OutputTopics(
            "events",
            "predictions",
            "metrics",
            "drift",
            "models",
            "history",
            "ledger",
            null,
            "commands",
            "acks",
            "promotions");
    static final OutputTopics LATE_TOPICS = new OutputTopics(
            "features",
            "predictions",
            "metrics",
            "drift",
            "models",
            "history",
            "ledger",
            "labels",
            "commands",
            "acks",
            "promotions");
    static final DeadLetters DEAD_LETTERS = DeadLetters.of("pipeline", "dead-letters");

    static final int KEY_GROUPS = 32;
    private static final int SNAPSHOT_BYTES = 16 << 20;

    private final List<KeyedOneInputStreamOperatorTestHarness<String, Decoded, Outbound>> harnesses = new ArrayList<>();

    /** Without any state. */
    static Subtasks start(LearnerSpec spec, Backend backend, int parallelism) throws Exception {
        return start(spec, backend, parallelism, EventRules.NONE);
    }

    static Subtasks start(LearnerSpec spec, Backend backend, int parallelism, EventRules rules) throws Exception {
        return new Subtasks(() -> operator(spec, backend, rules), backend, parallelism, null, 1);
    }

    /** @param before how many subtasks {@code snapshot} was taken of */
    static Subtasks restore(
            LearnerSpec spec, Backend backend, int parallelism, OperatorSubtaskState snapshot, int before)
            throws Exception {
        return restore(spec, backend, parallelism, snapshot, before, EventRules.NONE);
    }

    static Subtasks restore(
            LearnerSpec spec,
            Backend backend,
            int parallelism,
            OperatorSubtaskState snapshot,
            int before,
            EventRules rules)
            throws Exception {
        return new Subtasks(() -> operator(spec, backend, rules), backend, parallelism, snapshot, before);
    }

    /** @param snapshot taken of {@code before} subtasks; null for none */
    static Subtasks keeping(
            StateRules stateRules,
            LearnerSpec spec,
            Backend backend,
            int parallelism,
            @Nullable OperatorSubtaskState snapshot,
            int before)
            throws Exception {
        return new Subtasks(
                () -> operator(spec, backend, EventRules.NONE).keeping(stateRules),
                backend,
                parallelism,
                snapshot,
                before);
    }

    /** @param snapshot taken of {@code before} subtasks; null for none */
    static Subtasks publishing(
            PublishRules publish,
            LearnerSpec spec,
            Backend backend,
            int parallelism,
            @Nullable OperatorSubtaskState snapshot,
            int before)
            throws Exception {
        return new Subtasks(
                () -> operator(spec, backend, EventRules.NONE).publishing(publish),
                backend,
                parallelism,
                snapshot,
                before);
    }

    /** @param snapshot taken of {@code before} subtasks; null for none */
    static Subtasks joining(
            LabelRules labels,
            LearnerSpec spec,
            Backend backend,
            int parallelism,
            @Nullable OperatorSubtaskState snapshot,
            int before)
            throws Exception {
        return joining(labels, spec, backend, parallelism, snapshot, before, StateRules.DEFAULT);
    }

    static Subtasks joining(
            LabelRules labels,
            LearnerSpec spec,
            Backend backend,
            int parallelism,
            @Nullable OperatorSubtaskState snapshot,
            int before,
            StateRules states)
            throws Exception {
        return new Subtasks(
                () -> new LearningOperator(LearnerSource.of(spec), LATE_TOPICS, DEAD_LETTERS, backend.cache())
                        .joining(labels)
                        .commanded(new CommandRules(50))
                        .keeping(states),
                backend,
                parallelism,
                snapshot,
                before);
    }

    private Subtasks(
            Supplier<LearningOperator> operator,
            Backend backend,
            int parallelism,
            @Nullable OperatorSubtaskState snapshot,
            int before)
            throws Exception {
        try {
            for (int i = 0; i < parallelism; i++) {
                harnesses.add(open(operator.get(), backend, parallelism, snapshot, before, i));
            }
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Decoded, Outbound> open(
            LearningOperator operator,
            Backend backend,
            int parallelism,
            @Nullable OperatorSubtaskState snapshot,
            int before,
            int index)
            throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<String, Decoded, Outbound>(
                operator,
                Subtasks::key,
                Types.STRING,
                SimulatedTasks.environment(new JobID(), KEY_GROUPS, parallelism, index));
        try {
            harness.setStateBackend(backend.create());
            harness.setup(RecordTypeInfo.OUTBOUND.createSerializer(new SerializerConfigImpl()));
            if (snapshot != null) {
                harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        snapshot, KEY_GROUPS, before, parallelism, index));
            }
            harness.open();
            return harness;
        } catch (Exception e) {
            closeAfter(e, harness);
            throw e;
        }
    }

    static LearningOperator operator(LearnerSpec spec, Backend backend, EventRules rules) {
        return operator(LearnerSource.of(spec), backend, rules);
    }

    static LearningOperator operator(LearnerSource source, Backend backend, EventRules rules) {
        return new LearningOperator(source, TOPICS, DEAD_LETTERS, backend.cache())
                .admitting(rules)
                .commanded(new CommandRules(50));
    }

    /** Closing what failed to open may fail too, and must not hide why. */
    private static void closeAfter(Exception failure, AutoCloseable harness) {
        try {
            harness.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    static String key(Decoded decoded) {
        if (decoded instanceof Event event) {
            return event.key();
        }
        if (decoded instanceof LateLabel label) {
            return label.key();
        }
        if (decoded instanceof Command command) {
            return command.key();
        }
        return decoded instanceof Rejection rejection
                ? "rejected:" + rejection.raw().partition()
                : "tally:" + ((Tally) decoded).row().subtask();
    }

    void process(Decoded decoded) throws Exception {
        int index = KeyGroupRangeAssignment.assignKeyToParallelOperator(key(decoded), KEY_GROUPS, harnesses.size());
        harnesses.get(index).processElement(decoded, 0);
    }

    void process(List<? extends Decoded> records) throws Exception {
        for (Decoded record : records) {
            process(record);
        }
    }

    OperatorSubtaskState snapshot() throws Exception {
        OperatorSubtaskState[] each = new OperatorSubtaskState[harnesses.size()];
        for (int i = 0; i < each.length; i++) {
            each[i] = harnesses.get(i).snapshot(1, 1);
        }
        return AbstractStreamOperatorTestHarness.repackageState(each);
    }

    /** In Flink's canonical format, which any backend reads. */
    OperatorSubtaskState savepoint() throws Exception {
        CheckpointOptions canonical = new CheckpointOptions(
                SavepointType.savepoint(SavepointFormatType.CANONICAL),
                CheckpointStorageLocationReference.getDefault());
        OperatorSubtaskState[] each = new OperatorSubtaskState[harnesses.size()];
        for (int i = 0; i < each.length; i++) {
            OperatorSnapshotFutures futures = harnesses
                    .get(i)
                    .getOperator()
                    .snapshotState(1, 1, canonical, new MemCheckpointStreamFactory(SNAPSHOT_BYTES));
            each[i] = OperatorSnapshotFinalizer.create(futures).getJobManagerOwnedState();
        }
        return AbstractStreamOperatorTestHarness.repackageState(each);
    }

    /** The first subtask's snapshot as it is at the barrier, whose writing is the caller's to run. */
    OperatorSnapshotFutures beginSnapshot() throws Exception {
        return harnesses
                .get(0)
                .getOperator()
                .snapshotState(
                        1,
                        1,
                        CheckpointOptions.forCheckpointWithDefaultLocation(),
                        new MemCheckpointStreamFactory(SNAPSHOT_BYTES));
    }

    /** Ends the input. */
    void finish() throws Exception {
        for (var harness : harnesses) {
            harness.endInput();
            harness.getOperator().finish();
        }
    }

    /** What a barrier finds before it is sent on. */
    void beforeBarrier(long checkpoint) throws Exception {
        for (var harness : harnesses) {
            harness.prepareSnapshotPreBarrier(checkpoint);
        }
    }

    /** What came out so far but for the rows of the ledger, each subtask's in its order. */
    List<Outbound> outputs() {
        return all().filter(o -> !o.topic().equals(TOPICS.ledger())).toList();
    }

    /** The rows of the ledger so far, each subtask's in its order. */
    List<LedgerRow> rows() {
        return all().filter(o -> o.topic().equals(TOPICS.ledger()))
                .map(o -> JsonLedger.read(Objects.requireNonNull(o.value())))
                .toList();
    }

    /** What came out so far, the rows of the ledger too. */
    List<Outbound> everything() {
        return all().toList();
    }

    private Stream<Outbound> all() {
        return harnesses.stream().flatMap(h -> h.extractOutputValues().stream());
    }

    @Override
    public void close() {
        harnesses.forEach(Subtasks::close);
    }

    private static void close(AutoCloseable harness) {
        try {
            harness.close();
        } catch (Exception e) {
            throw new IllegalStateException("a subtask cannot be closed", e);
        }
    }
}
