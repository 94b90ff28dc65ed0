package dev.freshet.jobs.local;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.util.ExceptionUtils;

/** A job that runs on a {@link LocalCluster}. */
public final class LocalJob {
    private static final long ANSWER_WITHIN_SECONDS = 10;
    private static final long STOP_WITHIN_SECONDS = 120;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Why a job that is about to run, or to run again after a failure, cannot be stopped just now. */
    private static final Set<CheckpointFailureReason> SOON_OVER = Set.of(
            CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING,
            CheckpointFailureReason.CHECKPOINT_DECLINED_TASK_NOT_READY,
            CheckpointFailureReason.CHECKPOINT_COORDINATOR_SUSPEND,
            CheckpointFailureReason.JOB_FAILOVER_REGION,
            CheckpointFailureReason.TASK_FAILURE);

    private final MiniCluster cluster;
    private final JobID id;
    private final CompletableFuture<JobResult> result;

    LocalJob(MiniCluster cluster, JobID id) {
        this.cluster = cluster;
        this.id = id;
        result = cluster.requestJobResult(id);
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
            var unused = result.get().toJobExecutionResult(LocalJob.class.getClassLoader());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalRunException("interrupted while the job ran", e);
        } catch (Exception e) {
            throw LocalRunException.of("the job failed", e);
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

    /** Ends the job without a savepoint; says where it can go on, for a person. */
    String abandon() {
        Optional<String> last = lastCheckpoint();
        var unused = cluster.cancelJob(id);
        return last.map(path -> "; to continue from the last checkpoint, add --from " + path)
                .orElse("; there is no checkpoint yet, begin anew");
    }

    private Optional<String> lastCheckpoint() {
        try {
            var stats = cluster.getExecutionGraph(id)
                    .get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS)
                    .getCheckpointStatsSnapshot();
            return Optional.ofNullable(stats)
                    .map(all -> all.getHistory().getLatestCompletedCheckpoint())
                    .map(CompletedCheckpointStats::getExternalPath);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    private String stop(boolean endOfInput, String directory) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_WITHIN_SECONDS);
        while (true) {
            try {
                String path = cluster.stopWithSavepoint(id, directory, endOfInput, SavepointFormatType.CANONICAL)
                        .get(STOP_WITHIN_SECONDS, TimeUnit.SECONDS);
                await();
                return path;
            } catch (ExecutionException e) {
                if (ended() || !soonOver(e) || System.nanoTime() > deadline) {
                    throw LocalRunException.of("the job cannot be stopped with a savepoint", e);
                }
                LockSupport.parkNanos(RETRY_NANOS);
            } catch (TimeoutException e) {
                throw new LocalRunException("the job did not stop within " + STOP_WITHIN_SECONDS + " s", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LocalRunException("interrupted while the job was stopping", e);
            }
        }
    }

    private static boolean soonOver(Throwable failure) {
        return ExceptionUtils.findThrowable(failure, CheckpointException.class)
                .map(CheckpointException::getCheckpointFailureReason)
                .filter(SOON_OVER::contains)
                .isPresent();
    }
}
