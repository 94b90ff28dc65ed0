package dev.freshet.model;

import dev.freshet.model.encode.CategoryHash;

/**
 * One observation of a model key: raw inputs, perhaps a label, and its place in the key's log. The arrays are the
 * caller's and are not copied; nobody may change them afterwards.
 */
public final class Example {
    private static final double[] NO_NUMBERS = {};
    private static final long[] NO_CATEGORIES = {};

    private final double[] numbers;
    private final long[] categories;
    private final double label;
    private final double weight;
    private final long time;
    private final int partition;
    private final long offset;

    /**
     * @param numbers in the schema's order, NaN where missing
     * @param categories {@link CategoryHash#of}, in the schema's order, {@link CategoryHash#MISSING} where missing
     * @param label a class's index, or a number; NaN where there is none
     * @param weight how many times the example counts, finite and ≥ 0
     * @param time when it happened, in epoch milliseconds UTC
     * @param partition input partition, part of the batch's fingerprint
     * @param offset place in that partition
     */
    public Example(
            double[] numbers, long[] categories, double label, double weight, long time, int partition, long offset) {
        if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("example.weight must be finite and >= 0: got " + weight + " (partition "
                    + partition + ", offset " + offset + ")");
        }
        this.numbers = numbers;
        this.categories = categories;
        this.label = label;
        this.weight = weight;
        this.time = time;
        this.partition = partition;
        this.offset = offset;
    }

    /** A labelled example of numbers alone, of weight 1, at place {@code offset} of partition 0; its time is its place. */
    public static Example of(long offset, double label, double... numbers) {
        return new Example(numbers, NO_CATEGORIES, label, 1, offset, 0, offset);
    }

    /** A labelled example of numbers and category values, of weight 1, at place {@code offset} of partition 0. */
    public static Example of(long offset, double label, double[] numbers, String... categories) {
        long[] hashes = new long[categories.length];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = CategoryHash.of(categories[i]);
        }
        return new Example(numbers.length == 0 ? NO_NUMBERS : numbers, hashes, label, 1, offset, 0, offset);
    }

    /** Read only. */
    public double[] numbers() {
        return numbers;
    }

    /** Read only. */
    public long[] categories() {
        return categories;
    }

    public double label() {
        return label;
    }

    public boolean labelled() {
        return !Double.isNaN(label);
    }

    public double weight() {
        return weight;
    }

    public long time() {
        return time;
    }

    public int partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }
}
