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
