package dev.freshet.model.drift;

import java.util.Arrays;

/**
 * Kolmogorov-Smirnov windowing: draws as many of the window's older values as it has recent ones, and alarms when the two
 * samples' distributions differ, by the exact p-value of their greatest distance D,
 *
 * <pre>
 * p(D) ≤ α and D > .1
 * </pre>
 *
 * The test runs at every value once the window is full, so α is far from the rate of false alarms. The draw is a function of
 * {@code seed} and of the tests so far, which the state counts. After an alarm the recent values remain, as in the paper.
 * Statistic and threshold are D and the least D of an alarm. No warnings.
 *
 * <pre>
 *  0       4       5        6       7         7 + window      … + recent
 * +------+-------+--------+-------+---------+---------------+------------------+
 * | head | tests | filled | next  | window  | sorted draw   | sorted recent    |
 * +------+-------+--------+-------+---------+---------------+------------------+
 * </pre>
 *
 * @param alpha p-value of an alarm, in (0, 1)
 * @param window values kept, in [2 {@code recent}, 1,000,000]
 * @param recent newest values that are compared with as many older ones, ≥ 2
 * @param seed of the draw
 * @see <a href="https://doi.org/10.1016/j.neucom.2019.11.111">Raab, Heusinger and Schleif (2020)</a>
 */
public record Kswin(double alpha, int window, int recent, long seed) implements DriftDetector {
    private static final int TESTS = Alarm.HEAD;
    private static final int FILLED = TESTS + 1;
    private static final int NEXT = TESTS + 2;
    private static final int WINDOW = TESTS + 3;
    private static final double LEAST_DISTANCE = 0.1;

    public Kswin {
        Check.fraction("kswin.alpha", alpha);
        Check.between(2, 500_000, "kswin.recent", recent);
        Check.between(2 * recent, 1_000_000, "kswin.window", window);
    }

    /** The usual α .005, window of 100 and 30 recent values; seed 42. */
    public Kswin() {
        this(0.005, 100, 30, 42);
    }

    @Override
    public String name() {
        return "kswin";
    }

    @Override
    public boolean bounded() {
        return false;
    }

    @Override
    public String layout() {
        return name() + ", window " + window + ", recent " + recent;
    }

    @Override
    public double[] init() {
        return new double[maxLength()];
    }

    @Override
    public int maxLength() {
        return WINDOW + window + 2 * recent;
    }

    @Override
    public double[] update(double[] state, double value) {
        if (Alarm.sounding(state)) {
            Alarm.calm(state);
            state[FILLED] = recent;
        }
        if (!Double.isNaN(value)) {
            int next = (int) state[NEXT];
            state[WINDOW + next] = Alarm.clamp(value);
            state[NEXT] = next + 1 == window ? 0 : next + 1;
            state[FILLED] = Math.min(window, state[FILLED] + 1);
            if (state[FILLED] == window) {
                test(state);
            }
        }
        return state;
    }

    private void test(double[] state) {
        int draw = WINDOW + window;
        int newest = draw + recent;
        draw(state, draw);
        for (int i = 0; i < recent; i++) {
            insert(state, newest, i, at(state, window - recent + i));
        }
        state[TESTS]++;
        int k = EqualSamples.distance(state, draw, newest, recent);
        if (alarming(k)) {
            Alarm.raise(state, DriftLevel.DRIFT, (double) k / recent, leastAlarm(k));
        }
    }

    /** Passes the older values once and takes each with the probability that leaves all draws equally likely. */
    private void draw(double[] state, int to) {
        int older = window - recent;
        long first = older * (long) state[TESTS];
        int taken = 0;
        for (int i = 0; taken < recent; i++) {
            if (uniform(first + i) * (older - i) < recent - taken) {
                insert(state, to, taken++, at(state, i));
            }
        }
    }

    /** The value that is {@code age} younger than the oldest of a full window. */
    private double at(double[] state, int age) {
        int place = (int) state[NEXT] + age;
        return state[WINDOW + (place < window ? place : place - window)];
    }

    private static void insert(double[] state, int from, int size, double x) {
        int i = from + size;
        while (i > from && state[i - 1] > x) {
            state[i] = state[i - 1];
            i--;
        }
        state[i] = x;
    }

    private boolean alarming(int k) {
        return k > LEAST_DISTANCE * recent && EqualSamples.probability(k, recent) <= alpha;
    }

    private double leastAlarm(int k) {
        int least = k;
        while (alarming(least - 1)) {
            least--;
        }
        return (double) least / recent;
    }

    /** The {@code index}-th number in [0, 1) of a SplitMix64 sequence. */
    private double uniform(long index) {
        long z = seed + (index + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
    }

    @Override
    public boolean validState(double[] state) {
        return Alarm.validHead(state, maxLength())
                && Alarm.level(state) != DriftLevel.WARNING
                && Alarm.count(state[TESTS])
                && Alarm.count(state[FILLED])
                && state[FILLED] <= window
                && Alarm.count(state[NEXT])
                && state[NEXT] < window
                && Arrays.stream(state, WINDOW, state.length).allMatch(x -> Math.abs(x) <= Float.MAX_VALUE);
    }
}
