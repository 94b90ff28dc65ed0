package dev.freshet.model;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Examples of numbers alone as data at rest holds them: float32 in a flat array, row-major, and a label each. Row i is what
 * {@code Example.of(i, label, numbers)} is, to the same bits, in a third of the memory. A number is NaN where missing, a label
 * where there is none. The arrays are the caller's and are not copied; nobody may change them while they are in use.
 * {@code R032Store.wrap(numbers, width)} shows the same array to ojAlgo, an example in each column.
 */
public final class DenseRows implements RowSet {
    private final float[] numbers;
    private final int width;
    private final float[] labels;
    /** Row of the arrays that is row 0 here, where these are rows in their order. */
    private final int first;

    private final int size;
    /** Rows of the arrays, where these are rows in another order. */
    private final int @Nullable [] order;

    private DenseRows(float[] numbers, int width, float[] labels, int first, int size, int @Nullable [] order) {
        this.numbers = numbers;
        this.width = width;
        this.labels = labels;
        this.first = first;
        this.size = size;
        this.order = order;
    }

    /**
     * Labelled rows.
     *
     * @param numbers (rows, width), row-major, in the schema's order
     * @param labels of each row: a class's index, or a number
     * @throws IllegalArgumentException if the lengths do not fit one another
     */
    public static DenseRows of(float[] numbers, int width, float[] labels) {
        if (width < 1) {
            throw new IllegalArgumentException("rows.width must be at least 1: got " + width);
        }
        if (numbers.length != (long) labels.length * width) {
            throw new IllegalArgumentException("rows must have " + width + " numbers for each of the " + labels.length
                    + " labels: got " + numbers.length + " numbers");
        }
        return new DenseRows(numbers, width, labels, 0, labels.length, null);
    }

    /** Rows labelled by classes' indices; these are copied, the numbers are not. */
    public static DenseRows of(float[] numbers, int width, int[] classes) {
        float[] labels = new float[classes.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = classes[i];
        }
        return of(numbers, width, labels);
    }

    /** Rows without labels, to be predicted. */
    public static DenseRows of(float[] numbers, int width) {
        float[] none = new float[numbers.length / Math.max(1, width)];
        Arrays.fill(none, Float.NaN);
        return of(numbers, width, none);
    }

    @Override
    public int size() {
        return size;
    }

    /** Numbers of a row. */
    public int width() {
        return width;
    }

    @Override
    public float label(int row) {
        return labels[place(row)];
    }

    /** Which row of the arrays it is, which is also its offset in the key's log. */
    int place(int row) {
        return order == null ? first + row : order[row];
    }

    @Override
    public DenseRows slice(int from, int to) {
        Objects.checkFromToIndex(from, to, size);
        return order == null
                ? new DenseRows(numbers, width, labels, first + from, to - from, null)
                : new DenseRows(numbers, width, labels, 0, to - from, Arrays.copyOfRange(order, from, to));
    }

    @Override
    public DenseRows ordered(int[] rows) {
        int[] places = new int[rows.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = place(Objects.checkIndex(rows[i], size));
        }
        return new DenseRows(numbers, width, labels, 0, places.length, places);
    }

    @Override
    public Example example(int row) {
        double[] copy = new double[width];
        int at = place(row) * width;
        for (int j = 0; j < width; j++) {
            copy[j] = numbers[at + j];
        }
        return Example.of(place(row), label(row), copy);
    }

    /** Of all rows of the arrays; read only. */
    float[] numbers() {
        return numbers;
    }

    /** Where the numbers of a row begin, and those of the rows behind it follow; −1 where these are in another order. */
    int at(int row) {
        return order == null ? (first + row) * width : -1;
    }

    /** Copies the numbers of the rows into the beginning of {@code to}. */
    void copy(int from, int end, float[] to) {
        if (order == null) {
            System.arraycopy(numbers, (first + from) * width, to, 0, (end - from) * width);
            return;
        }
        for (int i = from; i < end; i++) {
            System.arraycopy(numbers, order[i] * width, to, (i - from) * width, width);
        }
    }
}
