package dev.freshet.model.encode;

import org.jspecify.annotations.Nullable;

/** What an event brings, each array in the order of the {@link FeatureSchema}; all arrays are read only. */
public interface RawInputs {

    /** NaN where missing. */
    double[] numbers();

    /** {@link CategoryHash#of}; {@link CategoryHash#MISSING} where missing. */
    long[] categories();

    /** Null or empty where missing. */
    @Nullable
    String[] texts();

    /** Columns of the sparse part, each in {@code [0, schema.sparse())}, in any order; if one stands twice its values add up. */
    int[] indices();

    /** The values at {@link #indices()}, as many. */
    float[] values();

    /** When it happened, in epoch milliseconds UTC. */
    long time();
}
