package dev.freshet.model.drift;

import java.util.Arrays;

/**
 * Drift detection by Hoeffding's bound on averages: keeps the prefix of the stream whose mean has the lowest upper bound, and
 * alarms when the mean z of all exceeds that prefix's by more than chance,
 *
 * <pre>
 * z − x ≥ √(m/2 · ln(2/δ))    m = (n_z − n_x) / (n_x n_z)    the prefix: x + √(ln(1/δ) / 2n) least
 * </pre>
 *
 * and, two-sided, by the mirror image when it falls. As in River (MOA's two-sided test only begins again after a fall). Both
 * prefixes are cut with the δ of an alarm.
 *
 * <pre>
 *  0       4      5    6      7    8      9
 * +------+------+----+------+----+------+----+
 * | head | n_z  | z  | n_x  | x  | n_y  | y  |     x of the lowest upper bound, y of the highest lower one
 * +------+------+----+------+----+------+----+
 * </pre>
 *
 * @param drift δ of an alarm, in (0, 1)
 * @param warning δ of a warning, in [{@code drift}, 1)
 * @param twoSided whether a fall is an alarm too
 * @see <a href="https://doi.org/10.1109/TKDE.2014.2345382">Frías-Blanco et al. (2015)</a>
 */
public record HddmA(double drift, double warning, boolean twoSided) implements DriftDetector {
    private static final int ALL = Alarm.HEAD;
    private static final int LOW = ALL + 2;
    private static final int HIGH = ALL + 4;
    private static final int END = ALL + 6;

    public HddmA {
        Check.fraction("hddm-a.drift", drift);
        Check.fraction("hddm-a.warning", warning);
        Check.notAbove("hddm-a.drift", drift, "hddm-a.warning", warning);
    }

    /** The usual δ, .001 for an alarm and .005 for a warning. */
    public HddmA(boolean twoSided) {
        this(0.001, 0.005, twoSided);
    }

    /** The usual δ, two-sided. */
    public HddmA() {
        this(true);
    }

    @Override
    public String name() {
        return "hddm-a";
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
            double n = ++state[ALL];
            state[ALL + 1] += (Alarm.unit(value) - state[ALL + 1]) / n;
            cut(state);
            judge(state);
        }
        return state;
    }

    private void cut(double[] state) {
        double spread = StrictMath.log(1 / drift) / 2;
        double mean = state[ALL + 1];
        double bound = Math.sqrt(spread / state[ALL]);
        if (state[LOW] == 0 || state[LOW + 1] + Math.sqrt(spread / state[LOW]) >= mean + bound) {
            System.arraycopy(state, ALL, state, LOW, 2);
        }
        if (state[HIGH] == 0 || state[HIGH + 1] - Math.sqrt(spread / state[HIGH]) <= mean - bound) {
            System.arraycopy(state, ALL, state, HIGH, 2);
        }
    }

    private void judge(double[] state) {
        Alarm.calm(state);
        compare(state, state[LOW], state[ALL + 1] - state[LOW + 1]);
        if (twoSided) {
            compare(state, state[HIGH], state[HIGH + 1] - state[ALL + 1]);
        }
    }

    /** Raises the level if the mean of all differs too much from that of the first {@code n}. */
    private void compare(double[] state, double n, double difference) {
        if (n < state[ALL] && difference > 0) {
            double m = (state[ALL] - n) / (n * state[ALL]);
            raise(state, DriftLevel.DRIFT, difference, Math.sqrt(m / 2 * StrictMath.log(2 / drift)));
            raise(state, DriftLevel.WARNING, difference, Math.sqrt(m / 2 * StrictMath.log(2 / warning)));
        }
    }

    private static void raise(double[] state, DriftLevel level, double difference, double bound) {
        if (difference >= bound) {
            Alarm.raise(state, level, difference, bound);
        }
    }

    @Override
    public boolean validState(double[] state) {
        return Alarm.validHead(state, END) && valid(state, ALL) && valid(state, LOW) && valid(state, HIGH);
    }

    private static boolean valid(double[] state, int prefix) {
        return Alarm.count(state[prefix])
                && state[prefix] <= state[ALL]
                && (state[prefix] > 0) == (state[ALL] > 0)
                && Alarm.share(state[prefix + 1]);
    }
}
