package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/** The sparse part of one event, read as two arrays of which either may come first. Reused; not for two threads. */
final class SparsePart {
    private final int dimension;
    private final int limit;
    private final String features;
    private final String indicesAt;
    private final NumberRule numberRule;
    private int[] index = new int[16];
    private float[] value = new float[16];
    private long[] order = {};
    private int indices;
    private int values;

    SparsePart(EventMapping mapping, int dimension, DecodeLimits limits, NumberRule numberRule) {
        this.dimension = dimension;
        this.numberRule = numberRule;
        limit = limits.sparseEntries();
        features = mapping.features();
        indicesAt = mapping.sparseIndices();
    }

    void clear() {
        indices = -1;
        values = -1;
    }

    /** Reads the array at which the parser stands, up to its last token; null is no array. */
    void read(Field field, JsonParser json) throws IOException, Refusal {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw type(field.pointer(), "an array", json);
        }
        int n = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (n == limit) {
                throw new Refusal(
                        RejectionCode.TOO_MANY_FEATURES,
                        field.pointer(),
                        field.pointer() + " must have at most " + limit + " entries: got more");
            }
            if (field.role() == Field.Role.INDICES) {
                readIndex(n++, field.pointer(), json);
            } else {
                readValue(n++, field.pointer(), json);
            }
        }
        if (field.role() == Field.Role.INDICES) {
            indices = n;
        } else {
            values = n;
        }
    }

    private void readIndex(int n, String pointer, JsonParser json) throws IOException, Refusal {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw type(pointer + "/" + n, "an integer", json);
        }
        boolean small = json.getNumberType() == JsonParser.NumberType.INT;
        int found = small ? json.getIntValue() : -1;
        if (found < 0 || found >= dimension) {
            throw new Refusal(
                    RejectionCode.INDEX,
                    pointer + "/" + n,
                    pointer + "/" + n + " must lie in [0, " + dimension + "): got " + Found.at(json));
        }
        if (n == index.length) {
            index = Arrays.copyOf(index, 2 * n);
        }
        index[n] = found;
    }

    private void readValue(int n, String pointer, JsonParser json) throws IOException, Refusal {
        if (!json.currentToken().isNumeric()) {
            throw type(pointer + "/" + n, "a number", json);
        }
        double found = numberRule.finite(json, pointer + "/" + n);
        if (Math.abs(found) > Float.MAX_VALUE) {
            throw new Refusal(
                    RejectionCode.DIVERGENCE,
                    pointer + "/" + n,
                    pointer + "/" + n + " must fit float32, since nothing scales it: got " + found);
        }
        if (n == value.length) {
            value = Arrays.copyOf(value, 2 * n);
        }
        value[n] = (float) found;
    }

    private static Refusal type(String pointer, String expected, JsonParser json) throws IOException {
        return new Refusal(RejectionCode.TYPE, pointer, pointer + " must be " + expected + ": got " + Found.at(json));
    }

    /** Whether the event brings a sparse part; if so, it is put in the order of its indices. */
    boolean complete() throws Refusal {
        if (indices != values) {
            throw new Refusal(
                    RejectionCode.DIMENSION,
                    features,
                    "a sparse part must have one value per index: got " + Math.max(0, indices) + " indices and "
                            + Math.max(0, values) + " values");
        }
        if (!rises()) {
            sort();
            requireOnce();
        }
        return indices >= 0;
    }

    private boolean rises() {
        for (int k = 1; k < indices; k++) {
            if (index[k] <= index[k - 1]) {
                return false;
            }
        }
        return true;
    }

    private void sort() {
        if (order.length < indices) {
            order = new long[index.length];
        }
        for (int k = 0; k < indices; k++) {
            order[k] = ((long) index[k] << Integer.SIZE) | Integer.toUnsignedLong(Float.floatToRawIntBits(value[k]));
        }
        Arrays.sort(order, 0, indices);
        for (int k = 0; k < indices; k++) {
            index[k] = (int) (order[k] >>> Integer.SIZE);
            value[k] = Float.intBitsToFloat((int) order[k]);
        }
    }

    private void requireOnce() throws Refusal {
        for (int k = 1; k < indices; k++) {
            if (index[k] == index[k - 1]) {
                throw new Refusal(
                        RejectionCode.INDEX,
                        indicesAt,
                        indicesAt + " must hold each index once: got " + index[k] + " twice");
            }
        }
    }

    /** A copy. */
    int[] indices() {
        return Arrays.copyOf(index, Math.max(0, indices));
    }

    /** A copy. */
    float[] values() {
        return Arrays.copyOf(value, Math.max(0, indices));
    }
}
