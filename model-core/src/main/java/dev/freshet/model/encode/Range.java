package dev.freshet.model.encode;

import java.io.Serializable;

/** Where a number is clipped: one below {@code low} becomes {@code low}, one above {@code high} becomes {@code high}. */
public record Range(double low, double high) implements Serializable {
    /** Clips nothing. */
    public static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    public Range {
        if (!(low < high)) {
            throw new IllegalArgumentException("clip.low must be < clip.high: got " + low + " and " + high);
        }
    }

    /** NaN stays NaN. */
    double clip(double x) {
        return Math.max(low, Math.min(high, x));
    }

    /** Whether what is clipped is finite in float32. */
    boolean finite() {
        return low >= -Float.MAX_VALUE && high <= Float.MAX_VALUE;
    }
}
