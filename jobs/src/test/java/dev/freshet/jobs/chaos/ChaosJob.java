package dev.freshet.jobs.chaos;

import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.StartUp;
import dev.freshet.jobs.TrainingJob;
import dev.freshet.jobs.cluster.FlinkCluster;
import dev.freshet.jobs.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** A pipeline's job on a cluster, submitted with the job jar, and again from where it was. */
final class ChaosJob {
    private static final Path JAR = Path.of("target", "freshet-job.jar");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Pipeline pipeline;
    private final FlinkCluster cluster;
    private final boolean available;
    private final Path checkpoints;
    private final Path savepoints;
    private JobClient client;
    private int parallelism;
    private @Nullable String from;
    private int restartsBefore;
    private int restarts;

    /** Starts it. */
    ChaosJob(Pipeline pipeline, Site site, int parallelism) throws Exception {
        this.pipeline = pipeline;
        cluster = site.cluster();
        available = site.available();
        checkpoints = site.disk().directory();
        savepoints = site.directory().resolve("savepoints");
        this.parallelism = parallelism;
        client = submit();
    }

    String id() {
        return client.getJobID().toString();
    }

    int parallelism() {
        return parallelism;
    }

    /** How often Flink has started it anew, as far as it was asked while it knew. */
    int restarts() {
        restarts = Math.max(restarts, cluster.rest().restarts(id()));
        return restartsBefore + restarts;
    }

    /** After its JobManager is gone: by itself, or started again. */
    void comeBack() throws Exception {
        if (!available) {
            startAgain();
        }
    }

    /** From the newest checkpoint that is complete on the disk, as a person does with a job that has ended. */
    void startAgain() throws Exception {
        from = newestCheckpoint().map(path -> path.toUri().toString()).orElse(from);
        client = submit();
    }

    /** Stops with a savepoint and goes on from it with that many subtasks. */
    void rescale(int subtasks) throws Exception {
        from = stop(false);
        parallelism = subtasks;
        client = submit();
    }

    /** Ends the input here; all outputs are committed when it returns, with each key's model. */
    void drain() throws Exception {
        String unused = stop(true);
    }

    /** Gives its slots back, if it has any. */
    void cancel() {
        var unused = client.cancel().exceptionally(e -> null);
    }

    private String stop(boolean endOfInput) throws Exception {
        String savepoint = client.stopWithSavepoint(
                        endOfInput, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        await().atMost(PATIENCE).until(() -> cluster.rest().state(id()).equals("FINISHED"));
        return savepoint;
    }

    private JobClient submit() throws Exception {
        restartsBefore += restarts;
        restarts = 0;
        var unused = StartUp.check(pipeline);
        Configuration flink = new Configuration();
        if (from != null) {
            flink.set(StateRecoveryOptions.SAVEPOINT_PATH, from);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createRemoteEnvironment(
                "127.0.0.1", cluster.restPort(), flink, JAR.toAbsolutePath().toString());
        env.setParallelism(parallelism);
        TrainingJob.of(pipeline).build(env);
        env.configure(flink);
        return env.executeAsync();
    }

    private Optional<Path> newestCheckpoint() throws IOException {
        Path ofJob = checkpoints.resolve(id());
        if (!Files.isDirectory(ofJob)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(ofJob)) {
            List<Path> complete = all.filter(path -> Files.isRegularFile(path.resolve("_metadata")))
                    .toList();
            return complete.stream().max(Comparator.comparingLong(ChaosJob::number));
        }
    }

    private static long number(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().replace("chk-", ""));
    }
}
