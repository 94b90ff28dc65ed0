package dev.freshet.model.drift;

import java.io.Serializable;

/**
 * Watches a stream of numbers for a change, one series of one model key. The record is the settings; what it has seen lies
 * in one {@code double[]}, owned by the model key's state, which a copy continues with the same bits.
 *
 * <p>A level is {@link DriftLevel#WARNING} for as long as its condition holds, {@link DriftLevel#DRIFT} for one update: the
 * next begins again, so that a change is one alarm.
 */
public sealed interface DriftDetector extends Serializable
        permits Adwin, Cusum, Ddm, Eddm, HddmA, HddmW, Kswin, PageHinkley, Rddm {

    /** Lower case, as in a pipeline file. */
    String name();

    /** Whether it is made for numbers in [0, 1], such as errors; others then count as 0 or 1. Else any numbers will do. */
    boolean bounded();

    /** What must be equal for a state to be read again: other settings may differ. */
    default String layout() {
        return name() + ", state of " + init().length;
    }

    /** The state before the first value. */
    double[] init();

    /** Doubles of the longest state. */
    int maxLength();

    /**
     * Takes one value and returns the state, a new array where it had to grow or to start again.
     *
     * @param value NaN where missing: then it is not counted; one beyond ±{@link Float#MAX_VALUE} counts as that bound, so
     *     that no value can make the state infinite
     */
    double[] update(double[] state, double value);

    /** What the last update found. */
    default DriftLevel level(double[] state) {
        return Alarm.level(state);
    }

    /** What was compared with {@link #threshold} at the newest warning or alarm; 0 before the first. */
    default double statistic(double[] state) {
        return state[Alarm.STATISTIC];
    }

    /** The bound that {@link #statistic} reached at the newest warning or alarm; 0 before the first. */
    default double threshold(double[] state) {
        return state[Alarm.THRESHOLD];
    }

    /** Alarms so far. */
    default long episodes(double[] state) {
        return (long) state[Alarm.EPISODES];
    }

    /** Whether {@code state} could have come from this detector: its length, its counts, no number that is not finite. */
    boolean validState(double[] state);
}
