package dev.freshet.model.eval;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Three views of the mean of a series: of all values, of the newest {@code window}, and fading, with
 * {@code S ← α S + v, N ← α N + 1, mean S / N}.
 *
 * <p>The state of one series; the ring grows by doubling up to {@code window}, so that a rare key stays small:
 *
 * <pre>
 *  0        1      2   3   4      5 …
 * +--------+------+---+---+------+-----------------------------------------------------+
 * | count  | Σ v  | S | N | lap  | ring: the lap's values | suffix sums of the lap before |
 * +--------+------+---+---+------+-----------------------------------------------------+
 * </pre>
 *
 * <p>A lap is a walk of {@code window} values through the ring, {@code lap} the sum of its values so far. When it is full,
 * each value is replaced by the sum of itself and those after it. From then on the sum over the window is {@code lap} plus
 * the entry that is overwritten next: nothing is ever subtracted, so no rounding error outlives the window.
 *
 * @param window values, in [1, 1000000]
 * @param fading α, in (0, 1]
 * @see <a href="https://doi.org/10.1007/s10994-012-5320-9">Gama, Sebastião and Rodrigues (2013), for fading</a>
 */
public record Views(int window, double fading) implements Serializable {

    /** A window of 1,000 and a fading factor of .999. */
    public static final Views DEFAULT = new Views(1000, 0.999);

    private static final int COUNT = 0;
    private static final int SUM = 1;
    private static final int FADING_SUM = 2;
    private static final int FADING_COUNT = 3;
    private static final int LAP = 4;
    private static final int RING = 5;
    private static final int FIRST_CAPACITY = 8;
    private static final double LIMIT = 1e100;

    public Views {
        if (!(window >= 1 && window <= 1_000_000)) {
            throw new IllegalArgumentException("metrics.window must lie in [1, 1000000]: got " + window);
        }
        if (!(fading > 0 && fading <= 1)) {
            throw new IllegalArgumentException("metrics.fading must lie in (0, 1]: got " + fading);
        }
    }

    /** The state before the first value. */
    public double[] init() {
        return new double[RING + capacity(0)];
    }

    /** Doubles of the longest state. */
    public int maxLength() {
        return RING + window;
    }

    /**
     * Takes one value and returns the state, a new array where the ring had to grow.
     *
     * @param value NaN where missing: then it is not counted; one beyond ±1e100 counts as that bound, so that no value can
     *     make a view infinite
     */
    public double[] add(double[] state, double value) {
        if (Double.isNaN(value)) {
            return state;
        }
        double v = Math.max(-LIMIT, Math.min(LIMIT, value));
        long n = count(state);
        int next = (int) (n % window);
        double[] s = RING + next < state.length ? state : Arrays.copyOf(state, RING + capacity(n + 1));
        s[COUNT]++;
        s[SUM] += v;
        s[FADING_SUM] = fading * s[FADING_SUM] + v;
        s[FADING_COUNT] = fading * s[FADING_COUNT] + 1;
        s[LAP] += v;
        s[RING + next] = v;
        if (next == window - 1) {
            endLap(s);
        }
        return s;
    }

    private void endLap(double[] state) {
        for (int i = RING + window - 2; i >= RING; i--) {
            state[i] += state[i + 1];
        }
        state[LAP] = 0;
    }

    /** Values so far. */
    public long count(double[] state) {
        return (long) state[COUNT];
    }

    /** Of all values so far. */
    public double sum(double[] state) {
        return state[SUM];
    }

    /** The mean, NaN before the first value. */
    public double value(double[] state, View view) {
        return switch (view) {
            case CUMULATIVE -> state[SUM] / state[COUNT];
            case WINDOW -> windowSum(state) / Math.min(state[COUNT], window);
            case FADING -> state[FADING_SUM] / state[FADING_COUNT];
        };
    }

    private double windowSum(double[] state) {
        long n = count(state);
        return n < window ? state[LAP] : state[LAP] + state[RING + (int) (n % window)];
    }

    /** Whether {@code state} could have come from these views: its length, its counts, no number that is not finite. */
    public boolean validState(double[] state) {
        if (state.length <= RING) {
            return false;
        }
        for (double x : state) {
            if (!Double.isFinite(x)) {
                return false;
            }
        }
        double n = state[COUNT];
        return n >= 0
                && n == Math.rint(n)
                && state.length == RING + capacity((long) n)
                && state[FADING_COUNT] >= Math.min(n, 1)
                && state[FADING_COUNT] <= n;
    }

    /** Entries of the ring that holds the newest of {@code count} values. */
    private int capacity(long count) {
        long capacity = FIRST_CAPACITY;
        while (capacity < count && capacity < window) {
            capacity *= 2;
        }
        return (int) Math.min(capacity, window);
    }
}
