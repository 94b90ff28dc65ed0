package dev.freshet.model;

import static dev.freshet.model.VectorTiles.LANES;
import static dev.freshet.model.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link Activation} on whole vectors: each lane does, step by step, what {@link FloatMath} does with one number. Loops of few
 * vectors each, since HotSpot inlines all of them into one method: see {@link VectorExp}. Holds scratch.
 */
final class VectorActivations {
    /** At a time, so that they stay near. */
    private static final int SOME = 1024;

    private static final FloatVector ZERO = FloatVector.zero(SPECIES);
    private static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1);

    private final Kernels plain = new PlainKernels();
    private final float[] powers = new float[SOME];
    private float[] columns = new float[0];
    private float[] scratch = new float[SOME];

    /** {@link Kernels#activate}. */
    void apply(Activation f, int rows, int n, float[] z, int at, float[] bias, int biasAt) {
        if (f == Activation.RELU && n >= LANES) {
            addBiasAndCut(rows, n, z, at, bias, biasAt);
            cutRest(rows, n, z, at, bias, biasAt);
        } else if (f == Activation.SIGMOID && rows * n >= LANES) {
            PlainKernels.addBias(rows, n, z, at, bias, biasAt);
            sigmoid(z, at, at + rows * n);
        } else if (f == Activation.SOFTMAX && rows >= LANES) {
            softmax(rows, n, z, at, bias, biasAt);
        } else {
            plain.activate(f, rows, n, z, at, bias, biasAt);
        }
    }

    /** The larger of 0 and z + bias, in all but the last {@code n % LANES} columns. */
    private static void addBiasAndCut(int rows, int n, float[] z, int at, float[] bias, int bt) {
        int j = 0;
        for (; j <= n - 2 * LANES; j += 2 * LANES) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, bias, bt + j);
            FloatVector b1 = FloatVector.fromArray(SPECIES, bias, bt + j + LANES);
            for (int i = at + j; i < at + rows * n; i += n) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, z, i).add(b0);
                FloatVector x1 = FloatVector.fromArray(SPECIES, z, i + LANES).add(b1);
                x0.blend(ZERO, x0.compare(VectorOperators.LT, ZERO)).intoArray(z, i);
                x1.blend(ZERO, x1.compare(VectorOperators.LT, ZERO)).intoArray(z, i + LANES);
            }
        }
        for (; j <= n - LANES; j += LANES) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, bias, bt + j);
            for (int i = at + j; i < at + rows * n; i += n) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, z, i).add(b0);
                x0.blend(ZERO, x0.compare(VectorOperators.LT, ZERO)).intoArray(z, i);
            }
        }
    }

    /** The columns that fill no vector. */
    private static void cutRest(int rows, int n, float[] z, int at, float[] bias, int biasAt) {
        int whole = n / LANES * LANES;
        if (whole == n) {
            return;
        }
        for (int row = at; row < at + rows * n; row += n) {
            for (int j = whole; j < n; j++) {
                z[row + j] += bias[biasAt + j];
            }
            Activation.RELU.apply(z, row + whole, n - whole);
        }
    }

    private void sigmoid(float[] z, int from, int to) {
        for (int i = from; i < to; i += SOME) {
            int n = Math.min(SOME, to - i);
            minusSizes(n, z, i, powers);
            VectorExp.exp(powers, scratch, n);
            int whole = n / LANES * LANES;
            shares(whole, z, i, powers);
            Activation.SIGMOID.apply(z, i + whole, n - whole);
        }
    }

    private static void minusSizes(int n, float[] z, int at, float[] e) {
        for (int i = 0; i < n; i++) {
            e[i] = -Math.abs(z[at + i]);
        }
    }

    private static void shares(int n, float[] z, int at, float[] powers) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector e = FloatVector.fromArray(SPECIES, powers, i);
            FloatVector x = FloatVector.fromArray(SPECIES, z, at + i);
            ONE.blend(e, x.compare(VectorOperators.LT, ZERO)).div(e.add(ONE)).intoArray(z, at + i);
        }
    }

    /** Rows side by side, a lane for each. */
    private void softmax(int rows, int n, float[] z, int at, float[] bias, int biasAt) {
        columns = VectorProduct.atLeast(columns, n * LANES + VectorExp.STRIDE);
        scratch = VectorProduct.atLeast(scratch, n * LANES + VectorExp.STRIDE);
        int i = 0;
        for (; i + LANES <= rows; i += LANES) {
            toColumns(n, z, at + i * n, bias, biasAt, columns);
            belowLargest(n * LANES, columns);
            VectorExp.exp(columns, scratch, n * LANES);
            divide(n * LANES, columns);
            fromColumns(n, columns, z, at + i * n);
        }
        plain.activate(Activation.SOFTMAX, rows - i, n, z, at + i * n, bias, biasAt);
    }

    private static void toColumns(int n, float[] z, int at, float[] bias, int biasAt, float[] columns) {
        for (int j = 0; j < n; j++) {
            float b = bias[biasAt + j];
            for (int i = 0; i < LANES; i++) {
                columns[j * LANES + i] = z[at + i * n + j] + b;
            }
        }
    }

    private static void belowLargest(int n, float[] z) {
        FloatVector max = FloatVector.fromArray(SPECIES, z, 0);
        for (int j = LANES; j < n; j += LANES) {
            max = max.max(FloatVector.fromArray(SPECIES, z, j));
        }
        for (int j = 0; j < n; j += LANES) {
            FloatVector.fromArray(SPECIES, z, j).sub(max).intoArray(z, j);
        }
    }

    /** By their sum. */
    private static void divide(int n, float[] z) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int j = 0; j < n; j += LANES) {
            sum = sum.add(FloatVector.fromArray(SPECIES, z, j));
        }
        for (int j = 0; j < n; j += LANES) {
            FloatVector.fromArray(SPECIES, z, j).div(sum).intoArray(z, j);
        }
    }

    private static void fromColumns(int n, float[] columns, float[] z, int at) {
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < LANES; i++) {
                z[at + i * n + j] = columns[j * LANES + i];
            }
        }
    }
}
