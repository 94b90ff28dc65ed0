package dev.freshet.model.eval;

import java.io.Serializable;
import java.util.List;

/**
 * Prequential evaluation of one model key: every prediction is judged before its label is learned from, and simple
 * baselines beside it, which see the same labels. The record is the settings; the state is a row per series, as
 * {@link Views} draws it, then one row of what the baselines know, all owned by the model key's state.
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

    /** The names of the series, in the order of the state's rows. */
    List<String> series();

    /** The state before the first event. */
    double[][] init();

    /**
     * Judges one prediction; replaces the rows that had to grow.
     *
     * @param prediction read from {@code at} on, read only
     * @param label a class's index, or a finite number
     * @throws IllegalArgumentException if {@code label} is neither
     */
    void update(double[][] state, float[] prediction, int at, double label);

    /** 0 or 1 for a class, the absolute error for a number: what a drift detector watches; always finite. */
    double error(float[] prediction, int at, double label);

    /** Log loss in nats for a class, the squared error for a number; always finite. */
    double loss(float[] prediction, int at, double label);

    /** Whether {@code state} could have come from this evaluation: its rows, its counts, no number that is not finite. */
    boolean validState(double[][] state);

    /**
     * The row of a series.
     *
     * @throws IllegalArgumentException if there is no such series
     */
    default int indexOf(String name) {
        int index = series().indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("metrics must be of " + series() + ": got " + name);
        }
        return index;
    }

    /** Events so far. */
    default long count(double[][] state) {
        return views().count(state[0]);
    }

    /** The mean of a series, NaN before the first event. */
    default double value(double[][] state, int series, View view) {
        return views().value(state[series], view);
    }

    /** The mean of a series, NaN before the first event. */
    default double value(double[][] state, String series, View view) {
        return value(state, indexOf(series), view);
    }

    /** Of a series, over all events so far. */
    default double sum(double[][] state, int series) {
        return views().sum(state[series]);
    }

    /** Of a series, over all events so far. */
    default double sum(double[][] state, String series) {
        return sum(state, indexOf(series));
    }
}
