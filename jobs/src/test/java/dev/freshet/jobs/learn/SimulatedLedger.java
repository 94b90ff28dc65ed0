package dev.freshet.jobs.learn;

import dev.freshet.model.LearnerState;
import dev.freshet.wire.LedgerRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of the ledger must add up to at every barrier: the fates of the records before it, which the plain learner
 * and the plain gate count one by one. In strings, so that any class loader can ask.
 */
final class SimulatedLedger {
    /** Begins the places of {@link Scenario#expected} that hold sums of fates, one for each position in a partition. */
    static final String PLACE = "ledger of partition ";

    private final List<String> sums = new ArrayList<>();
    private final long[] sum = new long[10];

    SimulatedLedger() {
        next();
    }

    /** A record was looked at. */
    void next() {
        sums.add(Arrays.toString(sum));
    }

    void dead() {
        sum[1]++;
    }

    void command() {
        sum[9]++;
    }

    void duplicate() {
        sum[2]++;
    }

    void late() {
        sum[3]++;
    }

    /** Examples that waited when their key began anew. */
    void refuseOpen(long examples) {
        sum[5] += examples;
        sum[7] -= examples;
    }

    /** The key's state before an event, with -1, and after it, with 1. */
    void count(LearnerState state, int sign) {
        sum[0] += sign * state.predicted();
        sum[4] += sign * state.trained();
        sum[5] += sign * state.refused();
        sum[6] += sign * state.unlabelled();
        sum[7] += sign * (long) state.open();
        sum[8] += sign * state.step();
    }

    List<String> sums() {
        return sums;
    }

    /** @throws AssertionError if the rows so far do not add up to what becomes of the records before {@code positions} */
    static void require(List<LedgerRow> rows, int[] positions, Map<String, List<String>> expected) {
        long[] wanted = new long[10];
        long[] consumed = new long[positions.length];
        for (int i = 0; i < positions.length; i++) {
            add(wanted, expected.getOrDefault(PLACE + i, List.of()).get(positions[i]));
        }
        LedgerRow.Fates found = LedgerRow.Fates.NONE;
        for (LedgerRow row : rows) {
            found = found.plus(orNone(row.fates()));
            row.inputs().forEach(input -> consumed[input.partition()] += input.records());
        }
        LedgerRow.Fates all = new LedgerRow.Fates(
                wanted[0],
                wanted[1],
                wanted[2],
                wanted[3],
                wanted[4],
                wanted[5],
                wanted[6],
                wanted[7],
                wanted[8],
                0,
                LedgerRow.Labels.NONE,
                wanted[9]);
        if (!found.equals(all)) {
            throw new AssertionError("the ledger's rows must add up to " + all + ": got " + found);
        }
        for (int i = 0; i < positions.length; i++) {
            if (consumed[i] != positions[i]) {
                throw new AssertionError("the ledger's rows must count " + positions[i] + " records of partition " + i
                        + ": got " + consumed[i]);
            }
        }
    }

    private static LedgerRow.Fates orNone(LedgerRow.@Nullable Fates fates) {
        return fates == null ? LedgerRow.Fates.NONE : fates;
    }

    private static void add(long[] to, String numbers) {
        String[] each = numbers.substring(1, numbers.length() - 1).split(", ", -1);
        for (int i = 0; i < to.length; i++) {
            to[i] += Long.parseLong(each[i]);
        }
    }
}
