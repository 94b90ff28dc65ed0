package dev.freshet.model.drift;

import java.util.Arrays;

/**
 * Drift detection by McDiarmid's bound on weighted averages: like {@link HddmA} with exponentially weighted means, which look
 * at the newest values; it compares the mean before the cut with the mean after it and alarms when
 *
 * <pre>
 * after − before > √((v_before + v_after) · ln(1/δ) / 2)    v = λ² + (1 − λ)² v, the sum of squared weights
 * the cut: mean + √(v · ln(1/δ) / 2) least
 * </pre>
 *
 * and, two-sided, by the mirror image when it falls. A mean begins with its first value and v with 1, as in the paper and in
 * MOA. Both cuts are made with the δ of an alarm. Each pair is a mean and its v, 0 where there is none yet:
 *
 * <pre>
 *  0       4      6               8             10              12            14         15
 * +------+------+---------------+-------------+---------------+-------------+----------+------------+
 * | head | all  | before a rise | after it    | before a fall | after it    | rise cut | fall cut   |
 * +------+------+---------------+-------------+---------------+-------------+----------+------------+
 * </pre>
 *
 * @param lambda weight of the newest value, in (0, 1)
 * @param drift δ of an alarm, in (0, 1)
 * @param warning δ of a warning, in [{@code drift}, 1)
 * @param twoSided whether a fall is an alarm too
 * @see <a href="https://doi.org/10.1109/TKDE.2014.2345382">Frías-Blanco et al. (2015)</a>
 */
public record HddmW(double lambda, double drift, double warning, boolean twoSided) implements DriftDetector {
    private static final int ALL = Alarm.HEAD;
    private static final int RISE = ALL + 2;
    private static final int FALL = ALL + 6;
    private static final int RISE_CUT = ALL + 10;
    private static final int FALL_CUT = ALL + 11;
    private static final int END = ALL + 12;

    public HddmW {
        Check.fraction("hddm-w.lambda", lambda);
        Check.fraction("hddm-w.drift", drift);
        Check.fraction("hddm-w.warning", warning);
        Check.notAbove("hddm-w.drift", drift, "hddm-w.warning", warning);
    }

    /** The usual λ .05 and δ, .001 for an alarm and .005 for a warning. */
    public HddmW(boolean twoSided) {
        this(0.05, 0.001, 0.005, twoSided);
    }

    /** The usual λ and δ, two-sided. */
    public HddmW() {
        this(true);
    }

    @Override
    public String name() {
        return "hddm-w";
    }

    @Override
    public boolean bounded() {
        return true;
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
            Arrays.fill(state, ALL, END, 0);
        }
        if (!Double.isNaN(value)) {
            take(state, Alarm.unit(value));
        }
        return state;
    }

    private void take(double[] state, double x) {
        add(state, ALL, x);
        double spread = StrictMath.log(1 / drift) / 2;
        double bound = Math.sqrt(state[ALL + 1] * spread);
        cut(state, RISE, RISE_CUT, state[ALL] + bound, x);
        cut(state, FALL, FALL_CUT, bound - state[ALL], x);
        Alarm.calm(state);
        compare(state, RISE, state[RISE + 2] - state[RISE], spread);
        if (twoSided) {
            compare(state, FALL, state[FALL] - state[FALL + 2], spread);
        }
    }

    /** Moves the cut to here where the bound is the least so far, else counts {@code x} as after it. */
    private void cut(double[] state, int pair, int cut, double bound, double x) {
        if (state[pair + 1] == 0 || bound < state[cut]) {
            state[cut] = bound;
            System.arraycopy(state, ALL, state, pair, 2);
            state[pair + 2] = 0;
            state[pair + 3] = 0;
        } else {
            add(state, pair + 2, x);
        }
    }

    private void add(double[] state, int mean, double x) {
        if (state[mean + 1] == 0) {
            state[mean] = x;
            state[mean + 1] = 1;
        } else {
            state[mean] = lambda * x + (1 - lambda) * state[mean];
            state[mean + 1] = lambda * lambda + (1 - lambda) * (1 - lambda) * state[mean + 1];
        }
    }

    private void compare(double[] state, int pair, double difference, double spread) {
        if (state[pair + 3] > 0 && difference > 0) {
            double v = state[pair + 1] + state[pair + 3];
            raise(state, DriftLevel.DRIFT, difference, Math.sqrt(v * spread));
            raise(state, DriftLevel.WARNING, difference, Math.sqrt(v * StrictMath.log(1 / warning) / 2));
        }
    }

    private static void raise(double[] state, DriftLevel level, double difference, double bound) {
        if (difference > bound) {
            Alarm.raise(state, level, difference, bound);
        }
    }

    @Override
    public boolean validState(double[] state) {
        return Alarm.validHead(state, END)
                && Arrays.stream(state, ALL, RISE_CUT).allMatch(Alarm::share)
                && Math.abs(state[RISE_CUT]) <= 1 / drift
                && Math.abs(state[FALL_CUT]) <= 1 / drift;
    }
}
