package dev.freshet.jobs.verify;

import dev.freshet.wire.LedgerRow;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;

/** The rows of a checkpoint that lacks some: who has one, and what they add up to. */
final class CheckpointRows {
    private final Map<LedgerRow.Role, Subtasks> roles = new EnumMap<>(LedgerRow.Role.class);
    private final Sums sums = new Sums();

    private static final class Subtasks {
        private final BitSet present = new BitSet();
        private int parallelism;
    }

    void add(LedgerRow row) {
        Subtasks subtasks = roles.computeIfAbsent(row.role(), any -> new Subtasks());
        subtasks.present.set(row.subtask());
        subtasks.parallelism = Math.max(subtasks.parallelism, row.parallelism());
        sums.add(row);
    }

    boolean has(LedgerRow.Role role, int subtask) {
        Subtasks subtasks = roles.get(role);
        return subtasks != null && subtasks.present.get(subtask);
    }

    /** 0 if no subtask of that role has a row. */
    int parallelism(LedgerRow.Role role) {
        Subtasks subtasks = roles.get(role);
        return subtasks == null ? 0 : subtasks.parallelism;
    }

    Sums sums() {
        return sums;
    }
}
