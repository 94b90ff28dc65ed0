package dev.freshet.model;

import dev.freshet.model.encode.SparseRow;
import java.util.Arrays;

/**
 * Encoded inputs of the examples that wait, as the columns that are not zero: row i is
 * {@code [start[i], start[i + 1])}, each column once, in the order in which the encoders named it first. Grows by doubling.
 */
final class SparseRows {
    /**
     * Of a row, so that no snapshot grows without bound. A sparse part that has more is refused; of a text's or cross's
     * hashed columns those that would come later are left out.
     */
    static final int MAX_COLUMNS = 1 << 16;

    private int[] start = new int[8];
    private int[] column = new int[64];
    private float[] value = new float[64];
    /** Puts so far. */
    private long version;

    SparseRows copy() {
        SparseRows copy = new SparseRows();
        copy.start = start.clone();
        copy.column = column.clone();
        copy.value = value.clone();
        return copy;
    }

    /** Sets a row, behind which there is none then; a column that stands twice gets the sum. */
    void put(int row, SparseRow encoded, Coordinates merge) {
        int n = encoded.size();
        int from = begin(row, n);
        int[] columns = encoded.index();
        float[] values = encoded.value();
        if (n <= MAX_COLUMNS && merge.distinct(columns, n)) {
            System.arraycopy(columns, 0, column, from, n);
            System.arraycopy(values, 0, value, from, n);
            start[row + 1] = from + n;
            return;
        }
        merge.clear();
        for (int k = 0; k < n; k++) {
            int before = merge.size();
            int at = merge.of(columns[k]);
            if (at < before) {
                value[from + at] += values[k];
            } else {
                column[from + at] = columns[k];
                value[from + at] = values[k];
            }
            if (merge.size() == MAX_COLUMNS) {
                break;
            }
        }
        start[row + 1] = from + merge.size();
    }

    /** Sets a row to one of {@code other}. */
    void put(int row, SparseRows other, int otherRow) {
        int n = other.length(otherRow);
        int from = begin(row, n);
        System.arraycopy(other.column, other.from(otherRow), column, from, n);
        System.arraycopy(other.value, other.from(otherRow), value, from, n);
        start[row + 1] = from + n;
    }

    /** Sets a row to {@code n} columns, to be filled in from {@link #from} on. */
    void putBlank(int row, int n) {
        start[row + 1] = begin(row, n) + n;
    }

    /** Whether no column stands twice in a row, as {@link #put} leaves it. */
    boolean isDistinct(int row) {
        int[] sorted = Arrays.copyOfRange(column, start[row], start[row + 1]);
        Arrays.sort(sorted);
        for (int k = 1; k < sorted.length; k++) {
            if (sorted[k] == sorted[k - 1]) {
                return false;
            }
        }
        return true;
    }

    private int begin(int row, int n) {
        version++;
        int from = start[row];
        if (row + 2 > start.length) {
            start = Arrays.copyOf(start, 2 * start.length);
        }
        if (from + n > column.length) {
            int capacity = Math.max(from + n, 2 * column.length);
            column = Arrays.copyOf(column, capacity);
            value = Arrays.copyOf(value, capacity);
        }
        return from;
    }

    /** Another one after each change of a row. */
    long version() {
        return version;
    }

    int from(int row) {
        return start[row];
    }

    int length(int row) {
        return start[row + 1] - start[row];
    }

    /** Replaced when it grows. */
    int[] column() {
        return column;
    }

    /** Likewise. */
    float[] value() {
        return value;
    }

    boolean isFinite(int row) {
        boolean finite = true;
        for (int k = start[row]; k < start[row + 1]; k++) {
            finite &= Math.abs(value[k]) <= Float.MAX_VALUE;
        }
        return finite;
    }
}
