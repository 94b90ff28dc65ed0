package dev.freshet.model;

import dev.freshet.model.encode.CategoryHash;
import dev.freshet.model.encode.RawInputs;
import org.jspecify.annotations.Nullable;

/**
 * One observation of a model key: raw inputs, perhaps a label, and its place in the key's log. The arrays are the
 * caller's and are not copied; nobody may change them afterwards.
 */
public final class Example implements RawInputs {
    private static final double[] NO_NUMBERS = {};
    private static final long[] NO_CATEGORIES = {};
    private static final @Nullable String[] NO_TEXTS = {};
    private static final int[] NO_INDICES = {};
    private static final float[] NO_VALUES = {};

    private final double[] numbers;
    private final long[] categories;
    private final @Nullable String[] texts;
    private final int[] indices;
    private final float[] values;
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
        this(numbers, categories, NO_TEXTS, NO_INDICES, NO_VALUES, label, weight, time, partition, offset);
    }

    private Example(
            double[] numbers,
            long[] categories,
            @Nullable String[] texts,
            int[] indices,
            float[] values,
            double label,
            double weight,
            long time,
            int partition,
            long offset) {
        if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("example.weight must be finite and >= 0: got " + weight + " (partition "
                    + partition + ", offset " + offset + ")");
        }
        this.numbers = numbers;
        this.categories = categories;
        this.texts = texts;
        this.indices = indices;
        this.values = values;
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

    /** The same example with {@code others} as its texts, in the schema's order, null or empty where missing. */
    public Example withTexts(@Nullable String... others) {
        return new Example(numbers, categories, others, indices, values, label, weight, time, partition, offset);
    }

    /**
     * The same example with another sparse part.
     *
     * @param columns each in [0, dimension), in any order
     * @param columnValues as many
     */
    public Example withSparse(int[] columns, float[] columnValues) {
        if (columns.length != columnValues.length) {
            throw new IllegalArgumentException("example must have as many sparse values as indices: got "
                    + columnValues.length + " and " + columns.length + " (partition " + partition + ", offset " + offset
                    + ")");
        }
        return new Example(numbers, categories, texts, columns, columnValues, label, weight, time, partition, offset);
    }

    /** The same example with another label; NaN for none. */
    public Example withLabel(double other) {
        return new Example(numbers, categories, texts, indices, values, other, weight, time, partition, offset);
    }

    /** The same example at another time. */
    public Example withTime(long other) {
        return new Example(numbers, categories, texts, indices, values, label, weight, other, partition, offset);
    }

    /** The same example, counting so many times, finite and ≥ 0. */
    public Example withWeight(double other) {
        return new Example(numbers, categories, texts, indices, values, label, other, time, partition, offset);
    }

    /** The same example at another place. */
    public Example at(int otherPartition, long otherOffset) {
        return new Example(
                numbers, categories, texts, indices, values, label, weight, time, otherPartition, otherOffset);
    }

    @Override
    public double[] numbers() {
        return numbers;
    }

    @Override
    public long[] categories() {
        return categories;
    }

    @Override
    public @Nullable String[] texts() {
        return texts;
    }

    @Override
    public int[] indices() {
        return indices;
    }

    @Override
    public float[] values() {
        return values;
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

    @Override
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
