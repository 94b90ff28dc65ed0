package dev.freshet.jobs.learn;

import java.util.List;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Whether the models of these key groups were published at the end of the input. A checkpoint that comes after the end commits
 * what was published, and a job that fails right behind it reaches the same end again. Holds for this run of the job: one that
 * is started from the checkpoint as another publishes its own end.
 */
final class PublishedEnd {
    /** Its name and serializer stand in every checkpoint; an element is {@code run/first key group-last key group}. */
    static final ListStateDescriptor<String> DESCRIPTOR = new ListStateDescriptor<>("published-end", Types.STRING);

    private final ListState<String> state;
    private final String here;

    PublishedEnd(ListState<String> state, RuntimeContext context) {
        this.state = state;
        TaskInfo task = context.getTaskInfo();
        KeyGroupRange groups = KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
                task.getMaxNumberOfParallelSubtasks(),
                task.getNumberOfParallelSubtasks(),
                task.getIndexOfThisSubtask());
        here = context.getJobInfo().getJobId().toHexString() + "/" + groups.getStartKeyGroup() + "-"
                + groups.getEndKeyGroup();
    }

    boolean isPublished() throws Exception {
        for (String each : state.get()) {
            if (each.equals(here)) {
                return true;
            }
        }
        return false;
    }

    void published() throws Exception {
        state.update(List.of(here));
    }
}
