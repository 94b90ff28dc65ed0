package dev.freshet.model.drift;

import java.util.Arrays;

/**
 * The early drift detection method: warns and alarms when the distance between two errors, of mean p' and deviation s', has
 * shrunk against its best,
 *
 * <pre>
 * (p' + 2 s') / max(p' + 2 s') < k    k = {@code warning}, {@code drift}
 * </pre>
 *
 * With the sample variance, as in River (MOA takes the population's). A value of ½ or more is an error; it is judged at errors
 * only and the level stands between them. One-sided: a falling error is never noticed. Statistic and threshold are 1 less the
 * ratio and 1 less k.
 *
 * <pre>
 *  0       4          5             6         7                8                    9
 * +------+----------+-------------+---------+----------------+--------------------+----------------+
 * | head | values   | last error  | errors  | mean distance  | Σ (d − mean)²      | max(p' + 2 s') |
 * +------+----------+-------------+---------+----------------+--------------------+----------------+
 * </pre>
 *
 * @param minErrors errors before the first judgement, and values before the first maximum, ≥ 1
 * @param warning ratio below which to warn, in (0, 1)
 * @param drift ratio below which to alarm, in (0, {@code warning}]
 * @see <a href="https://www.cs.upc.edu/~abifet/EDDM.pdf">Baena-García et al. (2006)</a>
 */
public record Eddm(int minErrors, double warning, double drift) implements DriftDetector {
    private static final int VALUES = Alarm.HEAD;
    private static final int LAST = VALUES + 1;
    private static final int ERRORS = VALUES + 2;
    private static final int MEAN = VALUES + 3;
    private static final int DEVIATION = VALUES + 4;
    private static final int BEST = VALUES + 5;
    private static final int END = VALUES + 6;

    public Eddm {
        Check.atLeast(1, "eddm.min-errors", minErrors);
        Check.fraction("eddm.warning", warning);
        Check.fraction("eddm.drift", drift);
        Check.notAbove("eddm.drift", drift, "eddm.warning", warning);
    }

    /** The usual 30 errors, .95 for a warning and .9 for an alarm. */
    public Eddm() {
        this(30, 0.95, 0.9);
    }

    @Override
    public String name() {
        return "eddm";
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
            Arrays.fill(state, VALUES, END, 0);
        }
        if (!Double.isNaN(value)) {
            state[VALUES]++;
            if (value >= 0.5) {
                takeError(state);
            }
        }
        return state;
    }

    private void takeError(double[] state) {
        double distance = state[VALUES] - state[LAST];
        double errors = ++state[ERRORS];
        double d = distance - state[MEAN];
        state[MEAN] += d / errors;
        state[DEVIATION] += d * (distance - state[MEAN]);
        state[LAST] = state[VALUES];
        if (state[VALUES] > minErrors) {
            judge(state, state[MEAN] + 2 * Math.sqrt(state[DEVIATION] / Math.max(1, errors - 1)));
        }
    }

    private void judge(double[] state, double spread) {
        if (spread > state[BEST]) {
            state[BEST] = spread;
        } else if (state[ERRORS] > minErrors) {
            Alarm.judge(state, 1 - spread / state[BEST], 1 - warning, 1 - drift);
        }
    }

    @Override
    public boolean validState(double[] state) {
        return Alarm.validHead(state, END)
                && Alarm.count(state[VALUES])
                && Alarm.count(state[LAST])
                && Alarm.count(state[ERRORS])
                && state[LAST] <= state[VALUES]
                && state[ERRORS] <= state[LAST]
                && within(state[MEAN], state[VALUES])
                && within(state[DEVIATION], state[VALUES] * state[VALUES])
                && within(state[BEST], 3 * state[VALUES]);
    }

    private static boolean within(double x, double most) {
        return x >= 0 && x <= most;
    }
}
