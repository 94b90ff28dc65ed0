package dev.freshet.model.drift;

/**
 * The drift detection method: warns and alarms when the error rate p has risen above its lowest by more than chance,
 *
 * <pre>
 * p + s > p min + k · s min    s = √(p (1 − p) / n)    k = {@code warning}, {@code drift}
 * </pre>
 *
 * where p min and s min are those of the least p + s since the last alarm. As in River and MOA: a stream without an error in
 * its first {@code minSamples} values has p min = s min = 0, and its first error is an alarm. One-sided: a falling error is
 * never noticed. The state is {@link Alarm}'s head and {@link ErrorRate}.
 *
 * @param minSamples errors and successes before the first judgement, ≥ 1
 * @param warning standard deviations to a warning, > 0
 * @param drift standard deviations to an alarm, ≥ {@code warning}
 * @see <a href="https://doi.org/10.1007/978-3-540-28645-5_29">Gama et al. (2004)</a>
 */
public record Ddm(int minSamples, double warning, double drift) implements DriftDetector {

    public Ddm {
        Check.atLeast(1, "ddm.min-samples", minSamples);
        Check.positive("ddm.warning", warning);
        Check.positive("ddm.drift", drift);
        Check.notAbove("ddm.warning", warning, "ddm.drift", drift);
    }

    /** The usual 30 samples, 2 deviations to a warning and 3 to an alarm. */
    public Ddm() {
        this(30, 2, 3);
    }

    @Override
    public String name() {
        return "ddm";
    }

    @Override
    public boolean bounded() {
        return true;
    }

    @Override
    public double[] init() {
        double[] state = new double[ErrorRate.END];
        ErrorRate.forget(state);
        return state;
    }

    @Override
    public int maxLength() {
        return ErrorRate.END;
    }

    @Override
    public double[] update(double[] state, double value) {
        if (Alarm.sounding(state)) {
            Alarm.calm(state);
            ErrorRate.forget(state);
        }
        if (!Double.isNaN(value)) {
            ErrorRate.take(state, Alarm.unit(value));
            if (state[ErrorRate.N] >= minSamples) {
                ErrorRate.keepLowest(state);
                ErrorRate.judge(state, warning, drift);
            }
        }
        return state;
    }

    @Override
    public boolean validState(double[] state) {
        return Alarm.validHead(state, ErrorRate.END) && ErrorRate.valid(state);
    }
}
