package dev.freshet.model.encode;

import java.io.Serializable;
import java.util.List;

/**
 * Turns some raw inputs of an event into consecutive columns of the encoded vector. The record is the settings; what it
 * has learned about its inputs lies in an array of statistics, owned by the model key's state. Statistics include the
 * event that is being encoded and hold no label.
 */
public sealed interface Encoder extends Serializable
        permits Numbers,
                PreparedNumbers,
                FadingNumbers,
                OneHot,
                Ordinal,
                HashedCategories,
                HashedFeatures,
                Cross,
                HashedText,
                DateTimeParts,
                SparseInput {

    /** The raw inputs that this encoder reads, in order. */
    List<Input> reads();

    /** Columns of the encoded vector. */
    int width();

    /** Doubles of running statistics, all zero at first. */
    int statsLength();

    /** Whether few of many columns of an event are other than zero. */
    default boolean sparse() {
        return false;
    }

    /** Whether any finite number that it reads gives columns that are finite in float32. */
    default boolean bounded() {
        return true;
    }

    /** Whether other settings of the same encoder may read an input again. */
    default boolean repeatable() {
        return false;
    }

    /** Encoders side by side that come to the same columns and statistics, of one input each where there are such. */
    default List<Encoder> split() {
        return List.of(this);
    }

    /** @param at where each of {@link #reads()} stands in the event's array of its kind */
    Ready ready(int[] at);
}
