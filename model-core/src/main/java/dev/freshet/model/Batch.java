package dev.freshet.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The examples of one key that wait for their batch to close: encoded inputs, the activations of the forward pass that
 * predicted them (level by level, row-major), labels, weights and places. Grows by doubling, so a rare key stays small.
 */
final class Batch {
    private static final int FIRST_CAPACITY = 4;

    final float[][] activation;
    /** The inputs, where the network is sparse. */
    final @Nullable SparseRows sparse;

    double[] labels;
    double[] weights;
    int[] partitions;
    long[] offsets;
    int size;
    /** Time of the first example, meaningful while {@code size > 0}. */
    long firstTime;
    /** Rows below this index hold the activations of the current parameters; the others must be computed again. */
    int forwarded;

    private final int[] widths;
    private final Kernels kernels;

    Batch(Network network) {
        kernels = network.kernels();
        sparse = network.sparse() ? new SparseRows() : null;
        widths = new int[network.layers() + 1];
        activation = new float[widths.length][];
        for (int level = 0; level < widths.length; level++) {
            widths[level] = network.width(level);
            activation[level] = new float[FIRST_CAPACITY * widths[level]];
        }
        labels = new double[FIRST_CAPACITY];
        weights = new double[FIRST_CAPACITY];
        partitions = new int[FIRST_CAPACITY];
        offsets = new long[FIRST_CAPACITY];
    }

    private Batch(Batch other) {
        sparse = other.sparse == null ? null : other.sparse.copy();
        widths = other.widths;
        kernels = other.kernels;
        activation = new float[widths.length][];
        for (int level = 0; level < widths.length; level++) {
            activation[level] = other.activation[level].clone();
        }
        labels = other.labels.clone();
        weights = other.weights.clone();
        partitions = other.partitions.clone();
        offsets = other.offsets.clone();
        size = other.size;
        firstTime = other.firstTime;
        forwarded = other.forwarded;
    }

    Batch copy() {
        return new Batch(this);
    }

    /** Makes room for one row beyond {@link #size}. */
    void reserveRow() {
        reserve(1);
    }

    /** Makes room for so many rows beyond {@link #size}. */
    void reserve(int rows) {
        if (rows <= labels.length - size) {
            return;
        }
        int capacity = labels.length;
        while (rows > capacity - size) {
            capacity *= 2;
        }
        for (int level = 0; level < widths.length; level++) {
            activation[level] = Arrays.copyOf(activation[level], capacity * widths[level]);
        }
        labels = Arrays.copyOf(labels, capacity);
        weights = Arrays.copyOf(weights, capacity);
        partitions = Arrays.copyOf(partitions, capacity);
        offsets = Arrays.copyOf(offsets, capacity);
    }

    /** Keeps the row at {@link #size}, whose inputs and activations are already in place. */
    void keepRow(Example example) {
        keepRow(example, example.time());
    }

    /** The same, where the batch ages by another time. */
    void keepRow(Example example, long time) {
        keepRow(example.label(), example.weight(), example.partition(), example.offset());
        if (size == 1) {
            firstTime = time;
        }
        forwarded = size;
    }

    /** Keeps the row at {@link #size}, whose inputs are in place and whose activations are not. */
    void keepRow(double label, double weight, int partition, long offset) {
        labels[size] = label;
        weights[size] = Math.min(weight, Float.MAX_VALUE);
        partitions[size] = partition;
        offsets[size] = offset;
        size++;
    }

    /** Keeps {@code rows[from .. to)}, whose inputs are in place from {@link #size} on, and whose activations will be. */
    void keepRows(DenseRows rows, int from, int to) {
        int end = size + to - from;
        Arrays.fill(weights, size, end, 1);
        Arrays.fill(partitions, size, end, 0);
        for (int i = size; i < end; i++) {
            int row = from + i - size;
            labels[i] = rows.label(row);
            offsets[i] = rows.place(row);
        }
        firstTime = size == 0 && end > 0 ? offsets[0] : firstTime;
        size = end;
        forwarded = end;
    }

    /** Whether no number of the row at {@code row}, from the encoded input to the output, is infinite or NaN. */
    boolean isFinite(int row) {
        return areFinite(row, row + 1);
    }

    /** Whether {@link #isFinite} holds for each of the rows. */
    boolean areFinite(int from, int to) {
        if (widths.length == 2 && sparse == null && outputsProve(from, to)) {
            return true;
        }
        boolean finite = true;
        for (int level = 0; level < widths.length; level++) {
            finite &= kernels.allFinite(activation[level], from * widths[level], to * widths[level]);
        }
        for (int row = from; sparse != null && row < to; row++) {
            finite &= sparse.isFinite(row);
        }
        return finite;
    }

    /**
     * Whether the outputs of the one layer show that its inputs are finite, so that these need not be looked at. An input
     * that is not leaves no finite score; and such a score becomes NaN, infinite, or the limit of some activation: 0 or ±1.
     */
    private boolean outputsProve(int from, int to) {
        float[] output = activation[1];
        for (int j = from * widths[1]; j < to * widths[1]; j++) {
            float size = Math.abs(output[j]);
            if (!(size > 0 && size <= Float.MAX_VALUE) || size == 1) {
                return false;
            }
        }
        return true;
    }

    /** Whether every row has a label, of at least {@code least}, and counts. */
    boolean allTeach(double least) {
        boolean all = true;
        for (int i = 0; i < size; i++) {
            all &= labels[i] >= least;
            all &= weights[i] > 0;
        }
        return all;
    }

    /** Keeps a row that was kept before, at {@link #size} or behind it. */
    void keepAgain(int row) {
        if (sparse != null && row > size) {
            sparse.put(size, sparse, row);
        }
        for (int level = 0; level < widths.length; level++) {
            int n = widths[level];
            System.arraycopy(activation[level], row * n, activation[level], size * n, n);
        }
        keepRow(labels[row], weights[row], partitions[row], offsets[row]);
        forwarded = size;
    }

    /** Always finite: a weight beyond {@link Float#MAX_VALUE} was kept as that bound. */
    double weightSum() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += weights[i];
        }
        return sum;
    }

    void clear() {
        size = 0;
        forwarded = 0;
        firstTime = 0;
    }
}
