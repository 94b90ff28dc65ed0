package dev.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.TopicReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.util.TestStreamEnvironment;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One Flink cluster for all tests of this JVM; it ends with the JVM. */
final class TestCluster {
    private static final int SLOTS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static @Nullable MiniCluster cluster;

    private TestCluster() {}

    private static synchronized MiniCluster get() throws Exception {
        if (cluster == null) {
            Configuration flink = new Configuration();
            flink.set(RestOptions.BIND_PORT, "0");
            flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, FlinkSettings.RETAINED_CHECKPOINTS);
            flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(96));
            flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
            flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
            cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                    .setConfiguration(flink)
                    .setNumTaskManagers(1)
                    .setNumSlotsPerTaskManager(SLOTS)
                    .build());
            cluster.start();
        }
        return cluster;
    }

    /** Where it answers questions. */
    static URI rest() throws Exception {
        return get().getRestAddress().get();
    }

    static Running start(TrainingJob job, int parallelism) throws Exception {
        return start(job, parallelism, new Configuration());
    }

    static Running startFrom(String savepoint, TrainingJob job, int parallelism) throws Exception {
        Configuration flink = new Configuration();
        flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        return start(job, parallelism, flink);
    }

    static Running startFrom(String savepoint, Consumer<StreamExecutionEnvironment> job, int parallelism)
            throws Exception {
        Configuration flink = new Configuration();
        flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        return start(job, parallelism, flink);
    }

    private static Running start(TrainingJob job, int parallelism, Configuration flink) throws Exception {
        return start(job::build, parallelism, flink);
    }

    /** A job that is built otherwise. */
    static Running start(Consumer<StreamExecutionEnvironment> job, int parallelism) throws Exception {
        return start(job, parallelism, new Configuration());
    }

    private static Running start(Consumer<StreamExecutionEnvironment> job, int parallelism, Configuration flink)
            throws Exception {
        TestStreamEnvironment env = new TestStreamEnvironment(get(), flink, parallelism, List.of(), List.of());
        job.accept(env);
        return new Running(env.executeAsync());
    }

    /** A job that was started. */
    static final class Running implements AutoCloseable {
        private final JobClient client;

        private Running(JobClient client) {
            this.client = client;
        }

        String id() {
            return client.getJobID().toHexString();
        }

        boolean ended() {
            return client.getJobExecutionResult().isDone();
        }

        /** Waits until the job has ended by itself; throws what it failed of. */
        void await() throws Exception {
            var unused = client.getJobExecutionResult().get();
        }

        /** Waits for so many committed answers; whatever they are of, a checkpoint is then complete. */
        void awaitAnswers(Pipeline pipeline, int events) {
            long[] answers = {0};
            try (TopicReader reader =
                    new TopicReader(pipeline.kafka(), List.of(pipeline.topics().predictions()))) {
                Awaitility.await().atMost(PATIENCE).until(() -> {
                    assertThat(ended()).as("the job has ended").isFalse();
                    reader.poll(Duration.ofMillis(100), answer -> answers[0]++);
                    return answers[0] >= events;
                });
            }
        }

        /** Ends the input here and waits until all outputs are committed. */
        void drain(String savepoints) throws Exception {
            String unused = stop(true, savepoints);
        }

        /** Waits until the job has ended; returns the savepoint from which another goes on. */
        String stop(String savepoints) throws Exception {
            return stop(false, savepoints);
        }

        private String stop(boolean endOfInput, String savepoints) throws Exception {
            String savepoint = client.stopWithSavepoint(endOfInput, savepoints, SavepointFormatType.CANONICAL)
                    .get();
            await();
            return savepoint;
        }

        /** How often the job was started anew after a failure. */
        int restarts() throws Exception {
            AccessExecutionGraph graph =
                    get().getExecutionGraph(client.getJobID()).get();
            int attempts = 0;
            for (var vertex : graph.getAllExecutionVertices()) {
                attempts =
                        Math.max(attempts, vertex.getCurrentExecutionAttempt().getAttemptNumber());
            }
            return attempts;
        }

        @Override
        public void close() {
            if (!ended()) {
                client.cancel().join();
                try {
                    await();
                } catch (ExecutionException e) {
                    // it was cancelled
                } catch (Exception e) {
                    throw new IllegalStateException("the job does not end", e);
                }
            }
        }
    }
}
