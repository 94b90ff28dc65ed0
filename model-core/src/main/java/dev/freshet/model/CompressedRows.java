package dev.freshet.model;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Examples of a sparse part alone, as compressed sparse rows: row i has the columns {@code columns[start[i] .. start[i + 1])}
 * with their values, float32, and a label. Row i is what {@code Example.of(i, label).withSparse(columns, values)} is, to the
 * same bits, without an object each.
 */
public final class CompressedRows implements RowSet {
    private final Cells given;
    /** Each column once in a row, with the sum of its values that are neither 0 nor NaN, as an encoder leaves them. */
    private final Cells encoded;

    private final float[] labels;
    /** Row of the arrays that is row 0 here, where these are rows in their order. */
    private final int first;

    private final int size;
    /** Rows of the arrays, where these are rows in another order. */
    private final int @Nullable [] order;

    private CompressedRows(Cells given, Cells encoded, float[] labels, int first, int size, int @Nullable [] order) {
        this.given = given;
        this.encoded = encoded;
        this.labels = labels;
        this.first = first;
        this.size = size;
        this.order = order;
    }

    /**
     * Labelled rows.
     *
     * @param start of each row, and behind the last its end
     * @param columns each ≥ 0, in any order; a column that stands twice in a row counts with the sum of its values
     * @param values as many
     * @param labels of each row: a class's index, or a number; NaN where there is none
     * @throws IllegalArgumentException if these do not fit one another
     */
    public static CompressedRows of(int[] start, int[] columns, float[] values, float[] labels) {
        if (start.length != labels.length + 1L) {
            throw new IllegalArgumentException(
                    "rows must have one start more than labels: got " + start.length + " and " + labels.length);
        }
        if (columns.length != values.length) {
            throw new IllegalArgumentException(
                    "rows must have as many values as columns: got " + values.length + " and " + columns.length);
        }
        requireAscending(start, columns.length);
        for (int column : columns) {
            if (column < 0) {
                throw new IllegalArgumentException("rows must have columns >= 0: got " + column);
            }
        }
        Cells given = new Cells(start, columns, values);
        return new CompressedRows(given, given.encoded(), labels, 0, labels.length, null);
    }

    private static void requireAscending(int[] start, int end) {
        int before = 0;
        for (int i = 0; i < start.length; i++) {
            if (start[i] < before || start[i] > end) {
                throw new IllegalArgumentException("rows must have starts that ascend from 0 to the number of columns, "
                        + end + ": got " + start[i] + " for row " + i + ", behind " + before);
            }
            before = start[i];
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public float label(int row) {
        return labels[place(row)];
    }

    /** Which row of the arrays it is. */
    int place(int row) {
        return order == null ? first + row : order[row];
    }

    @Override
    public CompressedRows slice(int from, int to) {
        Objects.checkFromToIndex(from, to, size);
        return order == null
                ? with(first + from, to - from, null)
                : with(0, to - from, Arrays.copyOfRange(order, from, to));
    }

    @Override
    public CompressedRows ordered(int[] rows) {
        int[] places = new int[rows.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = place(Objects.checkIndex(rows[i], size));
        }
        return with(0, places.length, places);
    }

    private CompressedRows with(int from, int count, int @Nullable [] places) {
        return new CompressedRows(given, encoded, labels, from, count, places);
    }

    @Override
    public Example example(int row) {
        int place = place(row);
        int from = given.start[place];
        int to = given.start[place + 1];
        return Example.of(place, labels[place])
                .withSparse(Arrays.copyOfRange(given.column, from, to), Arrays.copyOfRange(given.value, from, to));
    }

    /** Whether an example of any row is taken by a model of {@code dimension} columns. */
    boolean fits(int dimension) {
        return given.longest <= SparseRows.MAX_COLUMNS && given.width <= dimension;
    }

    /** The encoded columns of all rows; read only. */
    int[] columns() {
        return encoded.column;
    }

    /** Their values; read only. */
    float[] values() {
        return encoded.value;
    }

    /** Where the encoded columns of a row begin. */
    int from(int row) {
        return encoded.start[place(row)];
    }

    /** Encoded columns of a row. */
    int length(int row) {
        int place = place(row);
        return encoded.start[place + 1] - encoded.start[place];
    }

    /** The three arrays of the format, and what is known of them. */
    private static final class Cells {
        final int[] start;
        final int[] column;
        final float[] value;
        /** One more than the largest column. */
        final int width;
        /** Columns of the longest row. */
        final int longest;

        Cells(int[] start, int[] column, float[] value) {
            this.start = start;
            this.column = column;
            this.value = value;
            int most = 0;
            for (int i = 1; i < start.length; i++) {
                most = Math.max(most, start[i] - start[i - 1]);
            }
            longest = most;
            int end = 0;
            for (int c : column) {
                end = Math.max(end, c + 1);
            }
            width = end;
        }

        /** These themselves, where nothing is to be merged or left out. */
        Cells encoded() {
            Coordinates coordinates = new Coordinates();
            int[] starts = new int[start.length];
            int[] columns = column.clone();
            float[] values = value.clone();
            int to = 0;
            for (int i = 0; i + 1 < start.length; i++) {
                starts[i] = to;
                coordinates.clear();
                for (int k = start[i]; k < start[i + 1]; k++) {
                    if (Math.abs(value[k]) > 0) {
                        int before = coordinates.size();
                        int at = coordinates.of(column[k]);
                        columns[to + at] = column[k];
                        values[to + at] = at < before ? values[to + at] + value[k] : value[k];
                    }
                }
                to += coordinates.size();
            }
            starts[start.length - 1] = to;
            return Arrays.equals(start, starts) ? this : new Cells(starts, columns, values);
        }
    }
}
