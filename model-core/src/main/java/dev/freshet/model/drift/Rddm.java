package dev.freshet.model.drift;

import java.util.Arrays;

/**
 * The reactive drift detection method: {@link Ddm} that does not grow deaf. It keeps the newest errors as bits, and from them
 * takes its error rate afresh: after an alarm from those since the warning, and whenever a concept has grown to {@code
 * maxConcept} values without a warning, from all that it keeps. A warning that lasts for {@code warningLimit} values is an
 * alarm. As in MOA. A value of ½ or more is an error. One-sided.
 *
 * <pre>
 *  0       4 … 7         8       9      10               11
 * +------+-------------+-------+------+----------------+------------+---
 * | head | error rate  | kept  | next | since warning  | 32 errors  | …    bit b of word w is place 32 w + b
 * +------+-------------+-------+------+----------------+------------+---
 * </pre>
 *
 * @param minSamples values before the first judgement, ≥ 1
 * @param warning standard deviations to a warning, > 0
 * @param drift standard deviations to an alarm, ≥ {@code warning}
 * @param maxConcept values after which a concept is cut down to those kept, > {@code minConcept}
 * @param minConcept values kept, in [1, 1,000,000]
 * @param warningLimit values after which a warning becomes an alarm, ≥ 1
 * @see <a href="https://doi.org/10.1016/j.eswa.2017.08.023">Barros et al. (2017)</a>
 */
public record Rddm(int minSamples, double warning, double drift, int maxConcept, int minConcept, int warningLimit)
        implements DriftDetector {
    private static final int KEPT = ErrorRate.END;
    private static final int NEXT = KEPT + 1;
    private static final int WARNED = KEPT + 2;
    private static final int WORDS = KEPT + 3;
    private static final int WORD = 32;

    public Rddm {
        Check.atLeast(1, "rddm.min-samples", minSamples);
        Check.positive("rddm.warning", warning);
        Check.positive("rddm.drift", drift);
        Check.notAbove("rddm.warning", warning, "rddm.drift", drift);
        Check.between(1, 1_000_000, "rddm.min-concept", minConcept);
        Check.atLeast(minConcept + 1, "rddm.max-concept", maxConcept);
        Check.atLeast(1, "rddm.warning-limit", warningLimit);
    }

    /** The paper's 129 samples, 1.773 and 2.258 deviations, concepts of 7,000 to 40,000 values, warnings of 1,400. */
    public Rddm() {
        this(129, 1.773, 2.258, 40_000, 7_000, 1_400);
    }

    @Override
    public String name() {
        return "rddm";
    }

    @Override
    public boolean bounded() {
        return true;
    }

    @Override
    public String layout() {
        return name() + ", max-concept " + maxConcept + ", min-concept " + minConcept;
    }

    @Override
    public double[] init() {
        double[] state = new double[maxLength()];
        ErrorRate.forget(state);
        return state;
    }

    @Override
    public int maxLength() {
        return WORDS + (minConcept + WORD - 1) / WORD;
    }

    @Override
    public double[] update(double[] state, double value) {
        if (Alarm.sounding(state)) {
            Alarm.calm(state);
            ErrorRate.forget(state);
            state[WARNED] = 0;
            replay(state, true);
        }
        if (!Double.isNaN(value)) {
            double error = value >= 0.5 ? 1 : 0;
            keep(state, error);
            ErrorRate.take(state, error);
            if (state[ErrorRate.N] >= minSamples) {
                judge(state);
            }
        }
        return state;
    }

    private void judge(double[] state) {
        ErrorRate.keepLowest(state);
        ErrorRate.judge(state, warning, drift);
        switch (Alarm.level(state)) {
            case DRIFT -> forgetAllBut(state, state[WARNED] == 0 ? 1 : state[WARNED] + 1);
            case WARNING -> warn(state);
            case NONE -> {
                state[WARNED] = 0;
                if (state[ErrorRate.N] + 1 > maxConcept) {
                    state[ErrorRate.N] = 0;
                    state[ErrorRate.P] = 0;
                    replay(state, false);
                }
            }
        }
    }

    private void warn(double[] state) {
        if (state[WARNED]++ >= warningLimit) {
            Alarm.raise(state, DriftLevel.DRIFT, state[Alarm.STATISTIC], state[Alarm.THRESHOLD]);
            forgetAllBut(state, 1);
        }
    }

    private static void forgetAllBut(double[] state, double newest) {
        state[KEPT] = Math.min(state[KEPT], newest);
    }

    /** Takes the error rate from what is kept, the oldest first. */
    private void replay(double[] state, boolean withLowest) {
        int kept = (int) state[KEPT];
        int oldest = (int) state[NEXT] - kept;
        for (int i = 0; i < kept; i++) {
            int place = oldest + i;
            ErrorRate.take(state, bit(state, place < 0 ? place + minConcept : place));
            if (withLowest && state[ErrorRate.N] > minSamples) {
                ErrorRate.keepLowest(state);
            }
        }
    }

    private void keep(double[] state, double error) {
        int place = (int) state[NEXT];
        state[WORDS + place / WORD] += (error - bit(state, place)) * (1L << (place % WORD));
        state[NEXT] = place + 1 == minConcept ? 0 : place + 1;
        state[KEPT] = Math.min(state[KEPT] + 1, minConcept);
    }

    private static double bit(double[] state, int place) {
        return ((long) state[WORDS + place / WORD] >>> (place % WORD)) & 1;
    }

    @Override
    public boolean validState(double[] state) {
        return Alarm.validHead(state, maxLength())
                && ErrorRate.valid(state)
                && Alarm.count(state[KEPT])
                && state[KEPT] <= minConcept
                && Alarm.count(state[NEXT])
                && state[NEXT] < minConcept
                && Alarm.count(state[WARNED])
                && Arrays.stream(state, WORDS, state.length).allMatch(word -> Alarm.count(word) && word < 1L << WORD);
    }
}
