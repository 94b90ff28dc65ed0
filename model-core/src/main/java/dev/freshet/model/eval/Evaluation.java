package dev.freshet.model.eval;

import java.io.Serializable;
import java.util.List;

/**
 * Prequential evaluation of one model key: every prediction is judged before its label is learned from, and simple
 * baselines beside it, which see the same labels. Every event counts once: the weight that an example has in learning is
 * none of a metric's business, so that two learners who weigh alike events differently are judged by one measure.
 *
 * <p>The record is the settings. The state is arrays owned by the model key's state: first what is counted over all events,
 * then the same with fading weights, then what the baselines know, then rings of the newest events, from which the same is
 * counted when a window is read. Nothing is ever taken off a count, so no rounding error outlives its event.
 *
 * <p>With {@link Views#NONE} there are no metrics and no state; {@link #loss} and {@link #error} still answer.
 *
 * @see <a href="https://doi.org/10.1007/s10994-012-5320-9">Gama, Sebastião and Rodrigues (2013)</a>
 */
public sealed interface Evaluation extends Serializable permits ClassEvaluation, ValueEvaluation {

    static Evaluation classification(int classes, Views views) {
        return new ClassEvaluation(classes, views);
    }

    static Evaluation regression(Views views) {
        return new ValueEvaluation(views);
    }

    Views views();

    /** The names of the metrics, the model's before the baselines'. */
    List<String> metrics();

    /** The state before the first event. */
    double[][] init();

    /** Doubles of the longest state, all its rows together. */
    long maxLength();

    /**
     * Judges one prediction; replaces the rows that had to grow.
     *
     * @param prediction read from {@code at} on, read only
     * @param label a class's index, or a finite number
     * @return {@link #loss}
     * @throws IllegalArgumentException if {@code label} is neither
     */
    double update(double[][] state, float[] prediction, int at, double label);

    /** 0 or 1 for a class, the absolute error for a number: what a drift detector watches; always finite. */
    double error(float[] prediction, int at, double label);

    /** Log loss in nats for a class, the squared error for a number; always finite. */
    double loss(float[] prediction, int at, double label);

    /** Whether {@code state} could have come from this evaluation: its rows, its counts, no number out of bounds. */
    boolean validState(double[][] state);

    /** All metrics in the order of {@link #metrics()}, a new array; NaN where undefined. Walks once through the window. */
    double[] values(double[][] state, View view);

    /** What all events of some keys came to together: the cumulative view, of no event yet. */
    double[] total();

    /** Adds a key's events to {@code total}. */
    void addTo(double[] total, double[][] state);

    /** All metrics of {@code total}, as {@link #values}; what needs a window is NaN. */
    double[] values(double[] total);

    /** One metric, NaN where undefined: before the first event, or where the metric's description says so. */
    default double value(double[][] state, String metric, View view) {
        int index = indexOf(metric);
        return values(state, view)[index];
    }

    /** One metric of {@code total}. */
    default double value(double[] total, String metric) {
        int index = indexOf(metric);
        return values(total)[index];
    }

    /** Events judged so far; 0 if metrics are off. */
    default long count(double[][] state) {
        return views().none() ? 0 : (long) state[0][0];
    }

    /** Whether a window of events has filled with the newest. */
    default boolean due(double[][] state) {
        long count = count(state);
        return count > 0 && count % views().window() == 0;
    }

    /**
     * The place of a metric.
     *
     * @throws IllegalArgumentException if there is no such metric
     */
    default int indexOf(String metric) {
        int index = metrics().indexOf(metric);
        if (index < 0) {
            throw new IllegalArgumentException("metrics must be of " + metrics() + ": got " + metric);
        }
        return index;
    }
}
