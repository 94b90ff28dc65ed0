package dev.freshet.model.drift;

import java.io.Serializable;

/**
 * Watches the mean of a stream of numbers, one series of one model key. The record is the settings; what it has seen lies
 * in one {@code double[]}, owned by the model key's state, which a copy continues with the same bits.
 */
public sealed interface DriftDetector extends Serializable permits Adwin {

    /** Lower case, as in a pipeline file. */
    String name();

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

    /** What the last update found; an alarm lasts for one update. */
    DriftLevel level(double[] state);

    /** What was compared with {@link #threshold} at the last alarm; 0 before the first. */
    double statistic(double[] state);

    /** The bound that {@link #statistic} exceeded at the last alarm; 0 before the first. */
    double threshold(double[] state);

    /** Alarms so far. */
    long episodes(double[] state);

    /** Whether {@code state} could have come from this detector: its length, its counts, no number that is not finite. */
    boolean validState(double[] state);
}
