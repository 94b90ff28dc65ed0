package dev.freshet.jobs.verify;

import dev.freshet.wire.LedgerRow;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** The rows of a checkpoint that lacks some: who has one, and what they add up to. */
final class CheckpointRows {
    private final Map<Step, Subtasks> steps = new HashMap<>();
    private final Sums sums = new Sums();

    private static final class Subtasks {
        private final BitSet present = new BitSet();
        private int parallelism;
    }

    void add(LedgerRow row) {
        Subtasks subtasks = steps.computeIfAbsent(Step.of(row), any -> new Subtasks());
        subtasks.present.set(row.subtask());
        subtasks.parallelism = Math.max(subtasks.parallelism, row.parallelism());
        sums.add(row);
    }

    boolean has(Step step, int subtask) {
        Subtasks subtasks = steps.get(step);
        return subtasks != null && subtasks.present.get(subtask);
    }

    /** 0 if no subtask of that step has a row. */
    int parallelism(Step step) {
        Subtasks subtasks = steps.get(step);
        return subtasks == null ? 0 : subtasks.parallelism;
    }

    Sums sums() {
        return sums;
    }
}
