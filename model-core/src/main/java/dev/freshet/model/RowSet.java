package dev.freshet.model;

/**
 * Labelled examples as data at rest holds them, in flat arrays of the caller's, which are not copied and which nobody may change
 * while they are in use. Immutable; a slice or another order shares the arrays.
 */
public sealed interface RowSet permits DenseRows, CompressedRows {

    /** Rows. */
    int size();

    /** NaN where there is none. */
    float label(int row);

    /** The rows from {@code from} up to {@code to}. */
    RowSet slice(int from, int to);

    /** The rows {@code rows[0]}, {@code rows[1]} and so on. */
    RowSet ordered(int[] rows);

    /** A row as an example, at its place in the arrays, which is also its offset in the key's log. */
    Example example(int row);
}
