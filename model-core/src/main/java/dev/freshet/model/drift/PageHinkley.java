package dev.freshet.model.drift;

import java.util.Arrays;

/**
 * The Page-Hinkley test: a fading sum of deviations from the mean so far, that alarms when it has left its extreme by
 * {@code lambda},
 *
 * <pre>
 * U = α U + (x − mean − δ)    alarm if U − min U > λ
 * D = α D + (x − mean + δ)    alarm if max D − D > λ, two-sided only; the maximum begins at −1
 * </pre>
 *
 * As in River (MOA's has no minimum). δ and λ are in the unit of the values. No warnings.
 *
 * <pre>
 *  0       4    5       6    7       8    9
 * +------+----+-------+----+-------+----+-------+
 * | head | n  | mean  | U  | min U | D  | max D |
 * +------+----+-------+----+-------+----+-------+
 * </pre>
 *
 * @param minSamples values before the first judgement, ≥ 1
 * @param delta deviation that counts as none, ≥ 0
 * @param lambda distance from the extreme that is an alarm, > 0
 * @param alpha share of the sum that the next value leaves, in (0, 1]
 * @param twoSided whether a fall is an alarm too
 * @see <a href="https://doi.org/10.1093/biomet/41.1-2.100">Page (1954)</a>
 */
public record PageHinkley(int minSamples, double delta, double lambda, double alpha, boolean twoSided)
        implements DriftDetector {
    private static final int N = Alarm.HEAD;
    private static final int MEAN = N + 1;
    private static final int RISE = N + 2;
    private static final int LOWEST = N + 3;
    private static final int FALL = N + 4;
    private static final int HIGHEST = N + 5;
    private static final int END = N + 6;

    public PageHinkley {
        Check.atLeast(1, "page-hinkley.min-samples", minSamples);
        Check.notNegative("page-hinkley.delta", delta);
        Check.positive("page-hinkley.lambda", lambda);
        if (!(alpha > 0 && alpha <= 1)) {
            throw new IllegalArgumentException("page-hinkley.alpha must lie in (0, 1]: got " + alpha);
        }
    }

    /** The usual 30 samples, δ .005, λ 50, α .9999, two-sided. */
    public PageHinkley() {
        this(30, 0.005, 50, 0.9999, true);
    }

    @Override
    public String name() {
        return "page-hinkley";
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
        double deviation = x - state[MEAN];
        state[RISE] = alpha * state[RISE] + deviation - delta;
        state[FALL] = alpha * state[FALL] + deviation + delta;
        state[LOWEST] = n == 1 ? state[RISE] : Math.min(state[LOWEST], state[RISE]);
        state[HIGHEST] = Math.max(n == 1 ? -1 : state[HIGHEST], state[FALL]);
        if (n >= minSamples) {
            double rise = state[RISE] - state[LOWEST];
            double fall = twoSided ? state[HIGHEST] - state[FALL] : 0;
            Alarm.judge(state, Math.max(rise, fall), lambda, lambda);
        }
    }

    @Override
    public boolean validState(double[] state) {
        return Alarm.validHead(state, END)
                && Alarm.count(state[N])
                && state[LOWEST] <= state[RISE]
                && state[FALL] <= state[HIGHEST];
    }
}
