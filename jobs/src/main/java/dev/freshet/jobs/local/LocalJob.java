package dev.freshet.jobs.local;

import dev.freshet.jobs.TrainingJob;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** A training job on a Flink cluster in this JVM, which lives as long as the job. */
public final class LocalJob {
    private static final long STOP_WITHIN_SECONDS = 120;

    private final JobClient client;
    private final CompletableFuture<?> result;

    private LocalJob(JobClient client) {
        this.client = client;
        result = client.getJobExecutionResult();
    }

    /**
     * Starts the job.
     *
     * @param parallelism where the pipeline names none
     * @param savepoint to continue from; null to begin anew
     */
    public static LocalJob start(TrainingJob job, int parallelism, @Nullable String savepoint) {
        Configuration flink = new Configuration();
        flink.set(RestOptions.BIND_PORT, "0");
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
        if (savepoint != null) {
            flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        try {
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.createLocalEnvironment(parallelism, flink);
            job.build(env);
            return new LocalJob(env.executeAsync());
        } catch (Exception e) {
            throw new LocalRunException("the job cannot be started: " + rootMessage(e), e);
        }
    }

    /** Whether the job has ended, in whatever way. */
    public boolean ended() {
        return result.isDone();
    }

    /**
     * Waits for the job to end by itself.
     *
     * @throws LocalRunException if it fails
     */
    public void await() {
        try {
            result.get();
        } catch (ExecutionException e) {
            throw new LocalRunException("the job failed: " + rootMessage(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalRunException("interrupted while the job ran", e);
        }
    }

    /** Ends the input here: every key's state is published, all outputs are committed, the job finishes. */
    public String drain(String directory) {
        return stop(true, directory);
    }

    /** Saves all states and stops, to be continued from the savepoint, whose path it returns. */
    public String stop(String directory) {
        return stop(false, directory);
    }

    /** Gives up on the job; what is not committed is undone by the broker. */
    public void cancel() {
        if (!ended()) {
            var unused = client.cancel();
        }
    }

    private String stop(boolean endOfInput, String directory) {
        try {
            String path = client.stopWithSavepoint(endOfInput, directory, SavepointFormatType.CANONICAL)
                    .get(STOP_WITHIN_SECONDS, TimeUnit.SECONDS);
            result.get(STOP_WITHIN_SECONDS, TimeUnit.SECONDS);
            return path;
        } catch (ExecutionException | TimeoutException e) {
            throw new LocalRunException("the job cannot be stopped with a savepoint: " + rootMessage(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalRunException("interrupted while the job was stopping", e);
        }
    }

    /** RUNNING, RESTARTING, FAILED and so on, as Flink says it. */
    public JobStatus status() throws ExecutionException, InterruptedException {
        return client.getJobStatus().get();
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
