package dev.freshet.model.encode;

import java.io.Serializable;
import java.util.List;

/**
 * Turns some raw inputs of an event into consecutive columns of the encoded vector. The record is the settings; what it
 * has learned about its inputs lies in {@code stats}, owned by the model key's state.
 */
public sealed interface Encoder extends Serializable permits Numbers, HashedCategories {

    /** Names of the raw inputs that this encoder reads, in order; all of one kind. */
    List<String> inputs();

    /** Whether {@link #inputs()} are numbers; otherwise they are categories. */
    boolean numeric();

    /** Columns of the encoded vector. */
    int width();

    /** Doubles of running statistics, all zero at first. */
    int statsLength();

    /**
     * Takes one event into {@code stats}, then writes its {@link #width()} columns.
     *
     * @param numbers the event's numbers, NaN where missing; read only
     * @param firstNumber index in {@code numbers} of this encoder's first input, if it is numeric
     * @param categories the event's category hashes, {@link CategoryHash#MISSING} where missing; read only
     * @param firstCategory index in {@code categories} of this encoder's first input, if it is categorical
     * @param stats running statistics; this encoder owns {@code [statsAt, statsAt + statsLength())}
     * @param learn whether the event enters the statistics; false when a vector is only looked at
     * @param out the vector; this encoder fills {@code [at, at + width())}
     */
    void encode(
            double[] numbers,
            int firstNumber,
            long[] categories,
            int firstCategory,
            double[] stats,
            int statsAt,
            boolean learn,
            float[] out,
            int at);
}
