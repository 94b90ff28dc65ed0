package dev.freshet.jobs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.learn.Seeds;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.LedgerRow.Role;
import java.util.ArrayList;
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
        assertThat(run.counted().fates().predicted()).isEqualTo(2);
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

    /** A week of a checkpoint every five seconds; rows come in the order of their topic's partitions, not of time. */
    @Test
    void whatIsKeptDoesNotGrowWithTheCheckpoints() {
        Seeds.each(5, random -> {
            Run week = new Run("r", 0);
            List<LedgerRow> ahead = new ArrayList<>();
            for (long checkpoint = 1; checkpoint <= 20_000; checkpoint++) {
                for (int subtask = 0; subtask < 2; subtask++) {
                    ahead.add(row(checkpoint, checkpoint - 1, false, false, Role.DECODE, subtask));
                    ahead.add(row(checkpoint, checkpoint - 1, false, false, Role.LEARN, subtask));
                }
                while (ahead.size() > 40) {
                    week.add(ahead.remove(random.nextInt(ahead.size())));
                }
                assertThat(week.kept()).isLessThan(500);
            }
            ahead.forEach(week::add);

            assertThat(week.cut()).isEqualTo(20_000);
            assertThat(week.counted().fates().predicted()).isEqualTo(40_000);
            assertThat(lost(week)).isEmpty();
            assertThat(week.beginningIsLost()).isFalse();
        });
    }

    @Test
    void aRunWhoseFirstRowsWereNeverCommittedHasLostItsBeginning() {
        assertThat(run.beginningIsLost()).isTrue();
        both(2, 1);
        assertThat(run.beginningIsLost()).isTrue();
        assertThat(lost()).hasSize(4).allMatch(line -> line.startsWith("run r, checkpoint 1: the row of "));
        both(1, 0);
        assertThat(run.beginningIsLost()).isFalse();
        assertThat(lost()).isEmpty();
    }

    @Test
    void aRunThatWentOnFromASavepointHasItsBeginningElsewhere() {
        for (int subtask = 0; subtask < 2; subtask++) {
            run.add(row(9, 8, true, false, Role.DECODE, subtask));
            run.add(row(9, 8, true, false, Role.LEARN, subtask));
        }

        assertThat(run.beginningIsLost()).isFalse();
    }

    /** One subtask's row came late and its checkpoint was folded without it: the order of rows changes no sum. */
    @Test
    void theOrderOfRowsChangesNoSum() {
        Seeds.each(200, random -> {
            List<LedgerRow> rows = new ArrayList<>();
            for (long checkpoint = 1; checkpoint <= 6; checkpoint++) {
                for (int subtask = 0; subtask < 2; subtask++) {
                    rows.add(row(checkpoint, checkpoint - 1, false, checkpoint == 6, Role.DECODE, subtask));
                    rows.add(row(checkpoint, checkpoint - 1, false, checkpoint == 6, Role.LEARN, subtask));
                }
            }
            LedgerRow missing = random.nextBoolean() ? rows.remove(random.nextInt(4, 20)) : null;
            Run shuffled = new Run("r", 0);
            while (!rows.isEmpty()) {
                shuffled.add(rows.remove(random.nextInt(rows.size())));
            }

            assertThat(shuffled.cut()).isEqualTo(6);
            assertThat(shuffled.counted().fates().predicted())
                    .isEqualTo(missing == null || missing.role() == Role.DECODE ? 12 : 11);
            assertThat(lost(shuffled)).hasSize(missing == null ? 0 : 1);
        });
    }

    private List<String> lost() {
        return lost(run);
    }

    private static List<String> lost(Run run) {
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
        LedgerRow.Fates one = new LedgerRow.Fates(1, 0, 0, 0, 1, 0, 0, 0, 0);
        return new LedgerRow(
                "r", checkpoint, since, restored, last, role, subtask, 2, List.of(), role == Role.LEARN ? one : null);
    }
}
