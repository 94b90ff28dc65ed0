package dev.freshet.model.encode;

import java.util.Arrays;

/**
 * One encoded vector as its columns that are not zero, in the order in which they were added. A column may stand more
 * than once, as when two features share a hash: its value is then the sum. Reused; grows by doubling. Not thread-safe.
 */
public final class SparseRow {
    private static final int FIRST_CAPACITY = 16;

    private int[] index = new int[FIRST_CAPACITY];
    private float[] value = new float[FIRST_CAPACITY];
    private int size;

    public void clear() {
        size = 0;
    }

    public void add(int column, float columnValue) {
        if (size == index.length) {
            index = Arrays.copyOf(index, 2 * size);
            value = Arrays.copyOf(value, 2 * size);
        }
        index[size] = column;
        value[size++] = columnValue;
    }

    /** Adds {@code columns}, moved by {@code at}, whose values are neither 0 nor NaN. */
    void addAll(int[] columns, float[] values, int at) {
        int most = size + columns.length;
        if (most > index.length) {
            index = Arrays.copyOf(index, Math.max(most, 2 * size));
            value = Arrays.copyOf(value, index.length);
        }
        size = append(columns, values, at, index, value, size);
    }

    /** Without a branch that would be mispredicted. */
    private static int append(int[] columns, float[] values, int at, int[] index, float[] value, int size) {
        int to = size;
        for (int k = 0; k < columns.length; k++) {
            index[to] = at + columns[k];
            value[to] = values[k];
            to += Math.abs(values[k]) > 0 ? 1 : 0;
        }
        return to;
    }

    public int size() {
        return size;
    }

    /** Columns; the first {@link #size()} count. The array itself, replaced when the row grows: read only. */
    public int[] index() {
        return index;
    }

    /** Values of {@link #index()}, likewise. */
    public float[] value() {
        return value;
    }

    /** Multiplies the values from place {@code from} on. */
    void scale(int from, double factor) {
        for (int k = from; k < size; k++) {
            value[k] = (float) (value[k] * factor);
        }
    }
}
