package dev.freshet.dashboards.store;

import java.util.Arrays;

/**
 * One key's windows, in order: at which event, when written, the means. Where there are more than {@link #MOST}, neighbours
 * become one, and from then on so many windows together make one point. Not for two threads.
 */
final class KeyCurve {
    static final int MOST = 128;

    private final int columns;
    private long[] at = new long[8];
    private long[] time = new long[8];
    private float[] values;
    private final double[] pending;
    private int size;
    private int stride = 1;
    private int waiting;

    KeyCurve(int columns) {
        this.columns = columns;
        values = new float[8 * columns];
        pending = new double[columns];
    }

    void add(long event, long written, double[] means) {
        for (int i = 0; i < columns; i++) {
            pending[i] += means[i] / stride;
        }
        if (++waiting < stride) {
            return;
        }
        grow();
        at[size] = event;
        time[size] = written;
        for (int i = 0; i < columns; i++) {
            values[size * columns + i] = (float) pending[i];
        }
        size++;
        waiting = 0;
        Arrays.fill(pending, 0);
        if (size == MOST) {
            halve();
        }
    }

    private void grow() {
        if (size == at.length) {
            int length = Math.min(MOST, 2 * size);
            at = Arrays.copyOf(at, length);
            time = Arrays.copyOf(time, length);
            values = Arrays.copyOf(values, length * columns);
        }
    }

    private void halve() {
        for (int k = 0; k < MOST / 2; k++) {
            at[k] = at[2 * k + 1];
            time[k] = time[2 * k + 1];
            for (int i = 0; i < columns; i++) {
                values[k * columns + i] = (values[2 * k * columns + i] + values[(2 * k + 1) * columns + i]) / 2;
            }
        }
        size = MOST / 2;
        stride *= 2;
    }

    int size() {
        return size;
    }

    /** Predicted events of the key at the end of point {@code k}. */
    long at(int k) {
        return at[k];
    }

    /** When the record was written, in epoch milliseconds. */
    long time(int k) {
        return time[k];
    }

    double value(int k, int column) {
        return values[k * columns + column];
    }
}
