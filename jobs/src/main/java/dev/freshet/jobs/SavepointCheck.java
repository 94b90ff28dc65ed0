package dev.freshet.jobs;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.DeliverySettings.Guarantee;
import dev.freshet.kafka.Reading;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.CompletedCheckpointStorageLocation;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;

/** What must hold of a savepoint or checkpoint before a job goes on from it. */
public final class SavepointCheck {
    private SavepointCheck() {}

    /**
     * Reads its description only.
     *
     * @throws StartUpException if it is of another largest parallelism, or so old that what it has to commit may be lost
     * @throws IOException if it cannot be read
     */
    public static void check(Pipeline pipeline, String savepoint) throws IOException {
        CompletedCheckpointStorageLocation location =
                AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(savepoint);
        List<String> problems = new ArrayList<>();
        try (DataInputStream in =
                new DataInputStream(location.getMetadataHandle().openInputStream())) {
            CheckpointMetadata metadata =
                    Checkpoints.loadCheckpointMetadata(in, SavepointCheck.class.getClassLoader(), savepoint);
            checkParallelism(pipeline, savepoint, metadata, problems);
            if (!endedItsJob(metadata)) {
                checkAge(pipeline, savepoint, written(location), problems);
            }
        }
        if (!problems.isEmpty()) {
            throw new StartUpException(problems);
        }
    }

    private static void checkParallelism(
            Pipeline pipeline, String savepoint, CheckpointMetadata metadata, List<String> problems) {
        int wanted = pipeline.state().maxParallelism();
        for (OperatorState operator : metadata.getOperatorStates()) {
            if (operator.getMaxParallelism() != wanted) {
                problems.add("state.max-parallelism must be " + operator.getMaxParallelism() + ", as it was when "
                        + savepoint + " was written, which keeps it for good: got " + wanted);
                return;
            }
        }
    }

    /** Before a job ends with a savepoint, it commits what the savepoint holds. */
    private static boolean endedItsJob(CheckpointMetadata metadata) {
        var properties = metadata.getCheckpointProperties();
        return properties != null
                && properties.getCheckpointType() instanceof SavepointType savepoint
                && savepoint.isSynchronous();
    }

    private static void checkAge(Pipeline pipeline, String savepoint, Instant written, List<String> problems) {
        Duration timeout = pipeline.delivery().transactionTimeout();
        Instant now = Instant.now();
        if (pipeline.delivery().guarantee() == Guarantee.EXACTLY_ONCE
                && pipeline.reading().onDataLoss() == Reading.DataLoss.FAIL
                && written.plus(timeout).isBefore(now)) {
            problems.add(savepoint + " was written at " + written.truncatedTo(ChronoUnit.SECONDS) + " and it is "
                    + now.truncatedTo(ChronoUnit.SECONDS) + ": the broker aborts transactions after "
                    + timeout.toSeconds() + " s, so that outputs which this checkpoint has still to commit may be lost;"
                    + " continue from a savepoint that ended its job, or set kafka.on-data-loss: skip to go on without"
                    + " them");
        }
    }

    private static Instant written(CompletedCheckpointStorageLocation location) throws IOException {
        Path metadata = new Path(new Path(location.getExternalPointer()), "_metadata");
        return Instant.ofEpochMilli(
                metadata.getFileSystem().getFileStatus(metadata).getModificationTime());
    }
}
