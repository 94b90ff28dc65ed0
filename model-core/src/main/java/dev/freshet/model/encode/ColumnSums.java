package dev.freshet.model.encode;

import java.util.Arrays;

/** Adds up by column, in the order in which columns first come: a table with open addressing. Reused; grows by doubling. */
final class ColumnSums {
    private static final int FIRST_CAPACITY = 64;

    /** One more than the entry that stands in a slot, 0 for none; twice as many slots as entries. */
    private int[] slots = new int[2 * FIRST_CAPACITY];

    private int[] columns = new int[FIRST_CAPACITY];
    private int[] sums = new int[FIRST_CAPACITY];
    private int size;

    /** The latest entry first: the ones before it were placed without it. */
    void clear() {
        while (size > 0) {
            int slot = slot(columns[size - 1]);
            slots[slot] = 0;
            size--;
        }
    }

    int size() {
        return size;
    }

    int column(int entry) {
        return columns[entry];
    }

    int sum(int entry) {
        return sums[entry];
    }

    void add(int column, int count) {
        int slot = slot(column);
        if (slots[slot] == 0) {
            if (size == columns.length) {
                grow();
                slot = slot(column);
            }
            columns[size] = column;
            sums[size] = 0;
            slots[slot] = ++size;
        }
        sums[slots[slot] - 1] += count;
    }

    /** The slot that holds {@code column}, or the free one where it belongs. */
    private int slot(int column) {
        int slot = (column * 0x9e3779b9) >>> Integer.numberOfLeadingZeros(slots.length - 1);
        while (slots[slot] != 0 && columns[slots[slot] - 1] != column) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private void grow() {
        columns = Arrays.copyOf(columns, 2 * size);
        sums = Arrays.copyOf(sums, 2 * size);
        slots = new int[4 * size];
        for (int entry = 0; entry < size; entry++) {
            slots[slot(columns[entry])] = entry + 1;
        }
    }
}
