package dev.freshet.jobs.ledger;

import dev.freshet.wire.LedgerRow;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.jspecify.annotations.Nullable;

/** Makes the rows of one subtask, each from where the row before ended. */
public final class LedgerRows {
    private final LedgerRow.Role role;
    private final String source;
    private final String run;
    private final int subtask;
    private final int parallelism;
    private long since;
    private boolean restored;
    private boolean ended;

    /**
     * Rows of a learning subtask.
     *
     * @param restoredCheckpoint the checkpoint that the subtask began from
     */
    public static LedgerRows ofLearning(RuntimeContext context, OptionalLong restoredCheckpoint) {
        return new LedgerRows(LedgerRow.Role.LEARN, "", context, restoredCheckpoint);
    }

    /** Rows of a scoring subtask. */
    public static LedgerRows ofScoring(RuntimeContext context, OptionalLong restoredCheckpoint) {
        return new LedgerRows(LedgerRow.Role.SCORE, "", context, restoredCheckpoint);
    }

    /** Rows of a subtask that decodes {@code topic}. */
    static LedgerRows ofDecoding(
            LedgerRow.Role role, String topic, RuntimeContext context, OptionalLong restoredCheckpoint) {
        return new LedgerRows(role, topic, context, restoredCheckpoint);
    }

    private LedgerRows(LedgerRow.Role role, String source, RuntimeContext context, OptionalLong restoredCheckpoint) {
        TaskInfo task = context.getTaskInfo();
        this.role = role;
        this.source = source;
        run = context.getJobInfo().getJobId().toHexString();
        subtask = task.getIndexOfThisSubtask();
        parallelism = task.getNumberOfParallelSubtasks();
        since = restoredCheckpoint.orElse(0);
        restored = restoredCheckpoint.isPresent();
    }

    /** Whether the last row was made: after the end of its input, a subtask writes nothing more. */
    public boolean ended() {
        return ended;
    }

    /** The row that commits under {@code checkpoint}. */
    public LedgerRow next(long checkpoint, List<LedgerRow.Input> inputs, LedgerRow.@Nullable Fates fates) {
        LedgerRow row = new LedgerRow(
                run, checkpoint, since, restored, ended, role, source, subtask, parallelism, inputs, fates);
        since = checkpoint;
        restored = false;
        return row;
    }

    /** The row of an input that has ended; no later checkpoint needs another. */
    public LedgerRow last(List<LedgerRow.Input> inputs, LedgerRow.@Nullable Fates fates) {
        ended = true;
        return next(since + 1, inputs, fates);
    }
}
