package dev.freshet.jobs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.LedgerRow.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTest {
    private final Run run = new Run("r", 0);

    @Test
    void aCheckpointHasAllItsRowsWhenEverySubtaskOfBothRolesHasOne() {
        both(1, 0);
        add(2, 1, Role.DECODE, 0);
        add(2, 1, Role.DECODE, 1);
        add(2, 1, Role.LEARN, 1);

        assertThat(run.cut()).isEqualTo(1);
        assertThat(run.lacking(2)).containsExactly("learn subtask 0");
        assertThat(run.counted()).hasSize(4).allMatch(row -> row.checkpoint() == 1);
    }

    @Test
    void aSubtaskWhoseInputHasEndedNeedsNoMoreRows() {
        both(1, 0);
        last(2, 1, Role.DECODE, 0);
        for (long checkpoint = 2; checkpoint <= 3; checkpoint++) {
            add(checkpoint, checkpoint - 1, Role.DECODE, 1);
            add(checkpoint, checkpoint - 1, Role.LEARN, 0);
            add(checkpoint, checkpoint - 1, Role.LEARN, 1);
        }

        assertThat(run.cut()).isEqualTo(3);
        assertThat(lost()).isEmpty();
    }

    @Test
    void aCheckpointThatNeverCompletedIsNoLossIfNobodyCountsFromIt() {
        both(1, 0);
        both(5, 1);

        assertThat(run.cut()).isEqualTo(5);
        assertThat(lost()).isEmpty();
    }

    @Test
    void aRowThatTheNextOneCountsFromIsMissedByName() {
        both(1, 0);
        add(2, 1, Role.DECODE, 0);
        add(2, 1, Role.DECODE, 1);
        add(2, 1, Role.LEARN, 0);
        both(3, 2);

        assertThat(run.cut()).isEqualTo(3);
        assertThat(lost())
                .singleElement()
                .asString()
                .startsWith("run r, checkpoint 2: the row of learn subtask 1 is missing");
    }

    @Test
    void aCheckpointThatTheJobCameBackFromMustHaveAllItsRows() {
        both(1, 0);
        add(2, 1, Role.DECODE, 0);
        add(2, 1, Role.DECODE, 1);
        for (int subtask = 0; subtask < 2; subtask++) {
            run.add(row(4, 2, true, false, Role.DECODE, subtask));
            run.add(row(4, 2, true, false, Role.LEARN, subtask));
        }

        assertThat(lost())
                .isNotEmpty()
                .allMatch(line -> line.startsWith("run r, checkpoint 2: the job went on from it"));
    }

    @Test
    void aSavepointOfAnotherRunIsNotLookedForHere() {
        for (int subtask = 0; subtask < 2; subtask++) {
            run.add(row(9, 8, true, false, Role.DECODE, subtask));
            run.add(row(9, 8, true, false, Role.LEARN, subtask));
        }

        assertThat(run.continues()).isTrue();
        assertThat(run.cut()).isEqualTo(9);
        assertThat(lost()).isEmpty();
    }

    private List<String> lost() {
        Findings lost = new Findings();
        run.checkChain(lost);
        return lost.lines();
    }

    private void both(long checkpoint, long since) {
        for (int subtask = 0; subtask < 2; subtask++) {
            add(checkpoint, since, Role.DECODE, subtask);
            add(checkpoint, since, Role.LEARN, subtask);
        }
    }

    private void add(long checkpoint, long since, Role role, int subtask) {
        run.add(row(checkpoint, since, false, false, role, subtask));
    }

    private void last(long checkpoint, long since, Role role, int subtask) {
        run.add(row(checkpoint, since, false, true, role, subtask));
    }

    private static LedgerRow row(long checkpoint, long since, boolean restored, boolean last, Role role, int subtask) {
        return new LedgerRow("r", checkpoint, since, restored, last, role, subtask, 2, List.of(), null);
    }
}
