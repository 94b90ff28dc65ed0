package dev.freshet.model;

/** A matrix on its side, in blocks of four by four: so few indices are checked, and what is read and written adjoins. */
final class Transpose {
    private static final int BLOCK = 4;

    private Transpose() {}

    /** Fills {@code to} (columns, rows) from the (rows, columns) that begin at {@code from[at]}. */
    static void of(float[] from, int at, int rows, int columns, float[] to) {
        int i = 0;
        for (; i + BLOCK <= rows; i += BLOCK) {
            int j = 0;
            for (; j + BLOCK <= columns; j += BLOCK) {
                block(from, at + i * columns + j, columns, to, j * rows + i, rows);
            }
            copy(from, at, rows, columns, to, i, i + BLOCK, j);
        }
        copy(from, at, rows, columns, to, i, rows, 0);
    }

    private static void block(float[] from, int f, int columns, float[] to, int t, int rows) {
        float a0 = from[f], a1 = from[f + 1], a2 = from[f + 2], a3 = from[f + 3];
        f += columns;
        float b0 = from[f], b1 = from[f + 1], b2 = from[f + 2], b3 = from[f + 3];
        f += columns;
        float c0 = from[f], c1 = from[f + 1], c2 = from[f + 2], c3 = from[f + 3];
        f += columns;
        float d0 = from[f], d1 = from[f + 1], d2 = from[f + 2], d3 = from[f + 3];
        put(to, t, a0, b0, c0, d0);
        put(to, t + rows, a1, b1, c1, d1);
        put(to, t + 2 * rows, a2, b2, c2, d2);
        put(to, t + 3 * rows, a3, b3, c3, d3);
    }

    private static void put(float[] to, int t, float a, float b, float c, float d) {
        to[t] = a;
        to[t + 1] = b;
        to[t + 2] = c;
        to[t + 3] = d;
    }

    /** Rows from {@code row} up to {@code end}, from {@code column} on. */
    private static void copy(float[] from, int at, int rows, int columns, float[] to, int row, int end, int column) {
        for (int i = row; i < end; i++) {
            for (int j = column; j < columns; j++) {
                to[j * rows + i] = from[at + i * columns + j];
            }
        }
    }
}
