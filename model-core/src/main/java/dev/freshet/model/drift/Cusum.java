package dev.freshet.model.drift;

import java.util.Arrays;

/**
 * Cumulative sums: adds up by how much values lie above the mean so far, and alarms at {@code lambda},
 *
 * <pre>
 * S = max(0, S + x − mean − δ) > λ    two-sided also    T = max(0, T − x + mean − δ) > λ
 * </pre>
 *
 * As in MOA, which is one-sided. δ and λ are in the unit of the values. No warnings.
 *
 * <pre>
 *  0       4    5       6    7
 * +------+----+-------+----+----+
 * | head | n  | mean  | S  | T  |
 * +------+----+-------+----+----+
 * </pre>
 *
 * @param minSamples values before the first judgement, ≥ 1
 * @param delta excess that counts as none, ≥ 0
 * @param lambda sum that is an alarm, > 0
 * @param twoSided whether a fall is an alarm too
 * @see <a href="https://doi.org/10.1093/biomet/41.1-2.100">Page (1954)</a>
 */
public record Cusum(int minSamples, double delta, double lambda, boolean twoSided) implements DriftDetector {
    private static final int N = Alarm.HEAD;
    private static final int MEAN = N + 1;
    private static final int RISE = N + 2;
    private static final int FALL = N + 3;
    private static final int END = N + 4;

    public Cusum {
        Check.atLeast(1, "cusum.min-samples", minSamples);
        Check.notNegative("cusum.delta", delta);
        Check.positive("cusum.lambda", lambda);
    }

    /** MOA's 30 samples, δ .005, λ 50, one-sided. */
    public Cusum() {
        this(30, 0.005, 50, false);
    }

    @Override
    public String name() {
        return "cusum";
    }

    @Override
    public boolean bounded() {
        return false;
    }

    @Override
    public double[] init() {
        return new double[END];
    }

    @Override
    public int maxLength() {
        return END;
    }

    @Override
    public double[] update(double[] state, double value) {
        if (Alarm.sounding(state)) {
            Alarm.calm(state);
            Arrays.fill(state, N, END, 0);
        }
        if (!Double.isNaN(value)) {
            take(state, Alarm.clamp(value));
        }
        return state;
    }

    private void take(double[] state, double x) {
        double n = ++state[N];
        state[MEAN] += (x - state[MEAN]) / n;
        double excess = x - state[MEAN];
        state[RISE] = Math.max(0, state[RISE] + excess - delta);
        state[FALL] = twoSided ? Math.max(0, state[FALL] - excess - delta) : 0;
        if (n >= minSamples) {
            Alarm.judge(state, Math.max(state[RISE], state[FALL]), lambda, lambda);
        }
    }

    @Override
    public boolean validState(double[] state) {
        return Alarm.validHead(state, END) && Alarm.count(state[N]) && state[RISE] >= 0 && state[FALL] >= 0;
    }
}
