package dev.freshet.jobs.learn;

import dev.freshet.jobs.types.RecordTypeInfo;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Outbound;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.io.disk.iomanager.IOManager;
import org.apache.flink.runtime.io.disk.iomanager.IOManagerAsync;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** The subtasks of one attempt at a job, from its start or restore to its end or crash, on a clock of their own. */
final class SimulatedTasks implements AutoCloseable {
    private static final int SNAPSHOT_BYTES = 16 << 20;
    private static final long MANAGED_BYTES = 3 << 20;
    /** To Flink the same job over all attempts. */
    private static final JobID RUN = new JobID(7, 7);

    private static final IOManager UNUSED_DISK = new IOManagerAsync();

    private final Scenario scenario;
    private final Backend backend;
    private final int keyGroups;
    private final int parallelism;
    private final SimulatedTopics topics;
    private final List<KeyedOneInputStreamOperatorTestHarness<String, Decoded, Outbound>> harnesses = new ArrayList<>();
    private List<OperatorSnapshotFutures> unwritten = List.of();
    private FutureTask<OperatorSubtaskState[]> writing = new FutureTask<>(() -> new OperatorSubtaskState[0]);
    private @Nullable Thread writer;

    /** State of a whole job with the parallelism that it had. */
    record Savepoint(OperatorSubtaskState state, int parallelism) {}

    SimulatedTasks(Scenario scenario, Backend backend, int keyGroups, int parallelism, SimulatedTopics topics) {
        this.scenario = scenario;
        this.backend = backend;
        this.keyGroups = keyGroups;
        this.parallelism = parallelism;
        this.topics = topics;
    }

    /** Starts the next subtask. */
    void open(@Nullable Savepoint from) throws Exception {
        int index = harnesses.size();
        var harness = new KeyedOneInputStreamOperatorTestHarness<String, Decoded, Outbound>(
                Subtasks.operator(scenario.extras().source(), backend, scenario.rules())
                        .keeping(scenario.extras().states())
                        .publishing(scenario.publish()),
                Subtasks::key,
                Types.STRING,
                environment(index));
        harnesses.add(harness);
        harness.setStateBackend(backend.create());
        harness.setOutputCreator(serializer -> topics.output());
        harness.setup(RecordTypeInfo.OUTBOUND.createSerializer(new SerializerConfigImpl()));
        if (from != null) {
            harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                    from.state(), keyGroups, from.parallelism(), parallelism, index));
        }
        harness.open();
    }

    private MockEnvironment environment(int index) {
        return environment(RUN, keyGroups, parallelism, index);
    }

    /**
     * The harness's own would make threads and directories, for each subtask anew, and restore classes of another loader where
     * this one has a mistake planted in them.
     */
    static MockEnvironment environment(JobID run, int keyGroups, int parallelism, int index) {
        return new MockEnvironmentBuilder()
                .setJobID(run)
                .setMaxParallelism(keyGroups)
                .setParallelism(parallelism)
                .setSubtaskIndex(index)
                .setManagedMemorySize(MANAGED_BYTES)
                .setIOManager(UNUSED_DISK)
                .setUserCodeClassLoader(SimulatedTasks.class.getClassLoader())
                .build();
    }

    void process(Decoded decoded) throws Exception {
        int index =
                KeyGroupRangeAssignment.assignKeyToParallelOperator(Subtasks.key(decoded), keyGroups, harnesses.size());
        harnesses.get(index).processElement(decoded, 0);
    }

    void setClock(long millis) throws Exception {
        for (var harness : harnesses) {
            harness.setProcessingTime(millis);
        }
    }

    /**
     * Passes a barrier: what {@link #write} writes later, or a thread of its own from now on, is the state as it stands
     * now.
     */
    void barrier(long checkpoint) throws Exception {
        List<OperatorSnapshotFutures> begun = new ArrayList<>();
        unwritten = begun;
        for (var harness : harnesses) {
            harness.prepareSnapshotPreBarrier(checkpoint);
            begun.add(harness.getOperator()
                    .snapshotState(
                            checkpoint,
                            checkpoint,
                            CheckpointOptions.forCheckpointWithDefaultLocation(),
                            new MemCheckpointStreamFactory(SNAPSHOT_BYTES)));
        }
        writing = new FutureTask<>(() -> written(begun));
        if (scenario.extras().threaded()) {
            writer = new Thread(writing, "snapshot writer");
            writer.start();
        }
    }

    private static OperatorSubtaskState[] written(List<OperatorSnapshotFutures> begun) throws Exception {
        OperatorSubtaskState[] each = new OperatorSubtaskState[begun.size()];
        for (int i = 0; i < each.length; i++) {
            each[i] = OperatorSnapshotFinalizer.create(begun.get(i)).getJobManagerOwnedState();
        }
        return each;
    }

    Savepoint write(long checkpoint) throws Exception {
        writing.run();
        OperatorSubtaskState[] each = writing.get();
        writer = null;
        unwritten = List.of();
        for (var harness : harnesses) {
            harness.notifyOfCompletedCheckpoint(checkpoint);
        }
        return new Savepoint(AbstractStreamOperatorTestHarness.repackageState(each), parallelism);
    }

    /** Ends the input. */
    void finish() throws Exception {
        for (var harness : harnesses) {
            harness.endInput();
            harness.getOperator().finish();
        }
    }

    /** As when the process dies: nothing is flushed, a snapshot that is not yet written never will be. */
    @Override
    public void close() {
        try {
            for (OperatorSnapshotFutures futures : unwritten) {
                futures.cancel();
            }
            if (writer != null) {
                writer.join();
            }
            for (var harness : harnesses) {
                harness.getOperator().close();
                harness.getEnvironment().getMemoryManager().shutdown();
            }
        } catch (Exception e) {
            throw new IllegalStateException("a subtask cannot be closed", e);
        }
    }
}
