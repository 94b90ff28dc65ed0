package dev.freshet.jobs;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.kafka.DeliverySettings;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;

/** A pipeline's settings in Flink's words; what the pipeline leaves open stays the cluster's. */
public final class FlinkSettings {
    /** How many checkpoints are kept; Flink takes it from the cluster's configuration, never from a job's. */
    public static final int RETAINED_CHECKPOINTS = 3;

    private static final int FAILURES_PER_BUDGET = 10;
    private static final Duration RESTART_DELAY = Duration.ofMillis(500);

    private FlinkSettings() {}

    static Configuration of(Pipeline pipeline) {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.NAME, "freshet train " + pipeline.name());
        // Nobody changes a record once it is made, so none need be copied between chained operators; Kryo is off.
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        checkpoints(flink, pipeline);
        restarts(flink, pipeline.delivery());
        flink.set(
                StateBackendOptions.STATE_BACKEND,
                pipeline.state().backend() == StateSettings.Backend.ROCKSDB ? "rocksdb" : "hashmap");
        // A checkpoint of RocksDB uploads what has changed since the last one, not a million models again.
        flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        return flink;
    }

    private static void checkpoints(Configuration flink, Pipeline pipeline) {
        DeliverySettings delivery = pipeline.delivery();
        flink.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        // Aligned, so that no record between operators gets into a checkpoint: such bytes need not stay readable.
        flink.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
        // The last records of an input that ends are committed by a checkpoint after its end.
        flink.set(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH, true);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, delivery.checkpointInterval());
        flink.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, delivery.checkpointTimeout());
        // What was checked against the transaction timeout is all that may come between two commits: no pause on top of
        // the
        // interval, and no row of failed checkpoints under which open transactions grow old.
        flink.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, Duration.ZERO);
        flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 0);
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        if (pipeline.checkpointDirectory() != null) {
            flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
            flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, pipeline.checkpointDirectory());
        }
    }

    /** Ends the job once it has failed too often within the time that its open transactions allow for coming back. */
    private static void restarts(Configuration flink, DeliverySettings delivery) {
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "failure-rate");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_MAX_FAILURES_PER_INTERVAL, FAILURES_PER_BUDGET);
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_FAILURE_RATE_INTERVAL, delivery.restartBudget());
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_DELAY, RESTART_DELAY);
    }
}
