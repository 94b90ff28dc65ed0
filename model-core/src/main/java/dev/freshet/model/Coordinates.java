package dev.freshet.model;

import java.util.Arrays;

/**
 * Numbers the distinct columns of a batch in the order in which they come. A small open-addressing table whose entries
 * count only under the current epoch, so that clearing costs nothing; grows by doubling, is reused.
 */
final class Coordinates {
    private static final int FIRST_BITS = 7;
    /** Of some 40 columns one row in 20 has two that agree in as many bits, and is merged in vain. */
    private static final int MET_BITS = 14;

    /** 2³² by the golden ratio: the top bits of a product by it spread neighbours apart. */
    private static final int GOLDEN = 0x9e3779b9;

    private int bits = FIRST_BITS;
    private int[] places = new int[1 << FIRST_BITS];
    private int[] epochs = new int[1 << FIRST_BITS];
    private int[] columns = new int[1 << (FIRST_BITS - 1)];
    private int epoch = 1;
    private int size;
    /** The round in which a column with these low bits was last met. */
    private final byte[] met = new byte[1 << MET_BITS];

    private byte round;

    void clear() {
        size = 0;
        epoch++;
        if (epoch == 0) {
            Arrays.fill(epochs, 0);
            epoch = 1;
        }
    }

    /** Whether the first {@code n} of {@code row} are sure to differ: cheaper than to number them. */
    boolean distinct(int[] row, int n) {
        round++;
        if (round == 0) {
            Arrays.fill(met, (byte) 0);
            round = 1;
        }
        return distinct(row, n, met, round);
    }

    private static boolean distinct(int[] row, int n, byte[] met, byte round) {
        boolean distinct = true;
        for (int k = 0; k < n; k++) {
            int at = row[k] & (1 << MET_BITS) - 1;
            distinct &= met[at] != round;
            met[at] = round;
        }
        return distinct;
    }

    int size() {
        return size;
    }

    /** The column of each number below {@link #size}; replaced when it grows. */
    int[] columns() {
        return columns;
    }

    /** The number of {@code column}, which is {@link #size} as it was before if the column is new. */
    int of(int column) {
        int mask = places.length - 1;
        int at = (column * GOLDEN) >>> (32 - bits);
        while (epochs[at] == epoch) {
            if (columns[places[at]] == column) {
                return places[at];
            }
            at = (at + 1) & mask;
        }
        if (size == columns.length) {
            grow();
            return of(column);
        }
        epochs[at] = epoch;
        places[at] = size;
        columns[size] = column;
        return size++;
    }

    private void grow() {
        int[] known = columns;
        int count = size;
        bits++;
        places = new int[1 << bits];
        epochs = new int[1 << bits];
        columns = new int[1 << (bits - 1)];
        size = 0;
        epoch = 1;
        for (int i = 0; i < count; i++) {
            of(known[i]);
        }
    }
}
