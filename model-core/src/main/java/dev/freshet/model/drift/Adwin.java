package dev.freshet.model.drift;

import dev.freshet.model.math.DoubleMath;
import java.util.Arrays;

/**
 * Adaptive windowing: keeps the longest window whose older and newer parts have the same mean, as an exponential histogram
 * of O(log width) buckets, and alarms when some split into n0 older and n1 newer values differs by more than
 *
 * <pre>
 * ε = √(2 m σ² δ') + ⅔ δ' m    m = 1/(n0 − min + 1) + 1/(n1 − min + 1)    δ' = ln(2 ln(width) / δ)
 * </pre>
 *
 * <p>The corrected form, as in River from 0.22: every boundary between two buckets is tried, and the update after an alarm
 * starts with an empty window. No bucket need be dropped one by one, since the window goes as a whole.
 *
 * <p>The state, M being {@code bucketsPerRow}; row r holds buckets of 2^r values each, the oldest first; rows are added
 * one at a time, and all but the first go with the window:
 *
 * <pre>
 *  0        1      2                 3         4           5            6
 * +--------+------+-----------------+---------+-----------+------------+------------+---------+---------+---
 * | width  | Σ x  | Σ (x − mean)²   | alarm   | episodes  | statistic  | threshold  | row 0   | row 1   | …
 * +--------+------+-----------------+---------+-----------+------------+------------+---------+---------+---
 *
 *  0        1 … M + 1             M + 2 … 2M + 2
 * +--------+---------------------+-------------------------------+
 * | used   | Σ x of each bucket  | Σ (x − mean)² of each bucket  |   a row; at most M are used between updates
 * +--------+---------------------+-------------------------------+
 * </pre>
 *
 * @param delta bound on the probability of a false alarm per check, in (0, 1)
 * @param clock values between two checks, ≥ 1
 * @param bucketsPerRow buckets of one size before the two oldest merge, in [2, 64]
 * @param minSubWindow the least n0 and n1, ≥ 1
 * @param grace no check before the window is wider, ≥ 1
 * @see <a href="https://doi.org/10.1137/1.9781611972771.42">Bifet and Gavaldà (2007)</a>
 */
public record Adwin(double delta, int clock, int bucketsPerRow, int minSubWindow, int grace) implements DriftDetector {
    private static final int WIDTH = 0;
    private static final int TOTAL = 1;
    private static final int DEVIATION = 2;
    private static final int ALARM = 3;
    private static final int EPISODES = 4;
    private static final int STATISTIC = 5;
    private static final int THRESHOLD = 6;
    private static final int HEADER = 7;
    private static final int MAX_ROWS = 52;

    public Adwin {
        Check.fraction("adwin.delta", delta);
        Check.atLeast(1, "adwin.clock", clock);
        Check.between(2, 64, "adwin.buckets-per-row", bucketsPerRow);
        Check.atLeast(1, "adwin.min-sub-window", minSubWindow);
        Check.atLeast(1, "adwin.grace", grace);
    }

    /** The usual clock 32, 5 buckets per row, sub-windows of at least 5 and grace of 10. */
    public Adwin(double delta) {
        this(delta, 32, 5, 5, 10);
    }

    /** The usual δ .002. */
    public Adwin() {
        this(0.002);
    }

    @Override
    public String name() {
        return "adwin";
    }

    @Override
    public boolean bounded() {
        return false;
    }

    @Override
    public double[] init() {
        return new double[HEADER + rowLength()];
    }

    @Override
    public int maxLength() {
        return rowAt(MAX_ROWS);
    }

    @Override
    public double[] update(double[] state, double value) {
        double[] window = state[ALARM] == 0 ? state : startAgain(state);
        if (Double.isNaN(value)) {
            return window;
        }
        window = insert(window, Alarm.clamp(value));
        double width = window[WIDTH];
        if ((long) width % clock == 0 && width > grace) {
            check(window);
        }
        return window;
    }

    @Override
    public DriftLevel level(double[] state) {
        return state[ALARM] == 0 ? DriftLevel.NONE : DriftLevel.DRIFT;
    }

    /** The distance between the means of the two sub-windows at the first split that told them apart. */
    @Override
    public double statistic(double[] state) {
        return state[STATISTIC];
    }

    @Override
    public double threshold(double[] state) {
        return state[THRESHOLD];
    }

    @Override
    public long episodes(double[] state) {
        return (long) state[EPISODES];
    }

    @Override
    public boolean validState(double[] state) {
        int rows = (state.length - HEADER) / rowLength();
        if (rows < 1 || rows > MAX_ROWS || state.length != rowAt(rows)) {
            return false;
        }
        boolean flag = state[ALARM] == 0 || (state[ALARM] == 1 && state[EPISODES] > 0);
        return flag
                && Alarm.sane(state)
                && Alarm.count(state[EPISODES])
                && state[DEVIATION] >= 0
                && validRows(state, rows);
    }

    private boolean validRows(double[] state, int rows) {
        double width = 0;
        for (int row = 0; row < rows; row++) {
            double used = state[rowAt(row)];
            if (!Alarm.count(used) || used > bucketsPerRow || (used == 0 && row > 0)) {
                return false;
            }
            width += used * bucketSize(row);
        }
        return width == state[WIDTH];
    }

    double width(double[] state) {
        return state[WIDTH];
    }

    double total(double[] state) {
        return state[TOTAL];
    }

    /** Σ (x − mean)² over the window. */
    double deviation(double[] state) {
        return state[DEVIATION];
    }

    private double[] startAgain(double[] state) {
        double[] empty = init();
        System.arraycopy(state, EPISODES, empty, EPISODES, HEADER - EPISODES);
        return empty;
    }

    private double[] insert(double[] state, double value) {
        double width = ++state[WIDTH];
        if (width > 1) {
            double d = value - state[TOTAL] / (width - 1);
            state[DEVIATION] += (width - 1) * d * d / width;
        }
        state[TOTAL] += value;
        append(state, 0, value, 0);
        return compress(state);
    }

    /** Where a row is over-full, merges its two oldest buckets into the newest of the next row. */
    private double[] compress(double[] state) {
        double[] s = state;
        for (int row = 0; s[rowAt(row)] > bucketsPerRow; row++) {
            if (rowAt(row + 1) == s.length) {
                s = Arrays.copyOf(s, rowAt(row + 2));
            }
            int totals = rowAt(row) + 1;
            int deviations = totals + bucketsPerRow + 1;
            double n = bucketSize(row);
            double d = (s[totals] - s[totals + 1]) / n;
            append(s, row + 1, s[totals] + s[totals + 1], s[deviations] + s[deviations + 1] + n * d * d / 2);
            s[rowAt(row)] -= 2;
            dropTwo(s, totals);
            dropTwo(s, deviations);
        }
        return s;
    }

    private void dropTwo(double[] state, int from) {
        for (int k = from; k < from + bucketsPerRow - 1; k++) {
            state[k] = state[k + 2];
        }
        state[from + bucketsPerRow - 1] = 0;
        state[from + bucketsPerRow] = 0;
    }

    private void append(double[] state, int row, double total, double deviation) {
        int at = rowAt(row);
        int k = (int) state[at]++;
        state[at + 1 + k] = total;
        state[at + 1 + bucketsPerRow + 1 + k] = deviation;
    }

    /** Tries every boundary between two buckets, the oldest first. */
    private void check(double[] state) {
        double width = state[WIDTH];
        double spread = DoubleMath.log(2 * DoubleMath.log(width) / delta);
        double scatter = 2 * (state[DEVIATION] / width) * spread;
        double n0 = 0;
        double u0 = 0;
        double n1 = width;
        double u1 = state[TOTAL];
        for (int row = (state.length - HEADER) / rowLength() - 1; row >= 0; row--) {
            int at = rowAt(row);
            int used = (int) state[at];
            double n = bucketSize(row);
            for (int k = 1; k <= used; k++) {
                n0 += n;
                n1 -= n;
                u0 += state[at + k];
                u1 -= state[at + k];
                if (n0 >= minSubWindow
                        && n1 >= minSubWindow
                        && !surelyWithin(n0, u0, n1, u1, scatter)
                        && alarms(state, n0, u0, n1, u1, spread)) {
                    return;
                }
            }
        }
    }

    /**
     * Whether the means differ by less than the first part of the bound, without a division or a root. A margin for what
     * both ways of computing round keeps it from deciding a close case; where something overflows it decides nothing.
     */
    private boolean surelyWithin(double n0, double u0, double n1, double u1, double scatter) {
        double p = u0 * n1;
        double q = u1 * n0;
        double distance = Math.abs(p - q) + 1e-14 * (Math.abs(p) + Math.abs(q));
        double m0 = n0 - minSubWindow + 1;
        double m1 = n1 - minSubWindow + 1;
        double nn = n0 * n1;
        double limit = scatter * (m0 + m1) * nn * nn;
        return distance * distance * m0 * m1 < limit * (1 - 1e-9) && limit > 1e-250;
    }

    private boolean alarms(double[] state, double n0, double u0, double n1, double u1, double spread) {
        double variance = state[DEVIATION] / state[WIDTH];
        double m = 1 / (n0 - minSubWindow + 1) + 1 / (n1 - minSubWindow + 1);
        double bound = Math.sqrt(2 * m * variance * spread) + 2.0 / 3 * spread * m;
        double difference = Math.abs(u0 / n0 - u1 / n1);
        if (difference > bound) {
            alarm(state, difference, bound);
            return true;
        }
        return false;
    }

    private static void alarm(double[] state, double statistic, double threshold) {
        state[ALARM] = 1;
        state[EPISODES]++;
        state[STATISTIC] = statistic;
        state[THRESHOLD] = threshold;
    }

    private int rowLength() {
        return 1 + 2 * (bucketsPerRow + 1);
    }

    private int rowAt(int row) {
        return HEADER + row * rowLength();
    }

    private static double bucketSize(int row) {
        return 1L << row;
    }
}
