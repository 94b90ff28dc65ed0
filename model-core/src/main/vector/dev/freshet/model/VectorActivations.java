package dev.freshet.model;

import static dev.freshet.model.VectorTiles.LANES;
import static dev.freshet.model.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** {@link Activation} on whole vectors: each lane does, step by step, what {@link FloatMath} does with one number. */
final class VectorActivations {

    private VectorActivations() {}

    /** The larger of 0 and z + bias, in all but the last {@code n % LANES} columns. */
    static void addBiasAndCut(int rows, int n, float[] z, int at, float[] bias, int bt) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int j = 0;
        for (; j <= n - 2 * LANES; j += 2 * LANES) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, bias, bt + j);
            FloatVector b1 = FloatVector.fromArray(SPECIES, bias, bt + j + LANES);
            for (int i = at + j; i < at + rows * n; i += n) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, z, i).add(b0);
                FloatVector x1 = FloatVector.fromArray(SPECIES, z, i + LANES).add(b1);
                x0.blend(zero, x0.compare(VectorOperators.LT, zero)).intoArray(z, i);
                x1.blend(zero, x1.compare(VectorOperators.LT, zero)).intoArray(z, i + LANES);
            }
        }
        for (; j <= n - LANES; j += LANES) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, bias, bt + j);
            for (int i = at + j; i < at + rows * n; i += n) {
                FloatVector x0 = FloatVector.fromArray(SPECIES, z, i).add(b0);
                x0.blend(zero, x0.compare(VectorOperators.LT, zero)).intoArray(z, i);
            }
        }
    }

    /** Of {@code z[from .. to)}, whole vectors. */
    static void sigmoid(float[] z, int from, int to) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        for (int i = from; i < to; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, z, i);
            FloatVector e = exp(x.abs().neg());
            one.blend(e, x.compare(VectorOperators.LT, 0)).div(e.add(one)).intoArray(z, i);
        }
    }

    /** Of as many rows side by side as there are lanes: {@code z[j * LANES + i]} is score j of row i. */
    static void softmax(int n, float[] z) {
        FloatVector max = FloatVector.fromArray(SPECIES, z, 0);
        for (int j = LANES; j < n * LANES; j += LANES) {
            max = max.max(FloatVector.fromArray(SPECIES, z, j));
        }
        for (int j = 0; j < n * LANES; j += LANES) {
            exp(FloatVector.fromArray(SPECIES, z, j).sub(max)).intoArray(z, j);
        }
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int j = 0; j < n * LANES; j += LANES) {
            sum = sum.add(FloatVector.fromArray(SPECIES, z, j));
        }
        for (int j = 0; j < n * LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, z, j).div(sum).intoArray(z, j);
        }
    }

    /** {@link FloatMath#exp} of numbers up to 88. */
    private static FloatVector exp(FloatVector x) {
        FloatVector shifted = x.mul(FloatMath.LOG2_E).add(FloatMath.SHIFT);
        FloatVector n = shifted.sub(FloatMath.SHIFT);
        FloatVector r = n.fma(
                FloatVector.broadcast(SPECIES, -FloatMath.LN2_LOW),
                n.fma(FloatVector.broadcast(SPECIES, -FloatMath.LN2_HIGH), x));
        FloatVector p = FloatVector.broadcast(SPECIES, FloatMath.EXP_5);
        p = p.fma(r, FloatVector.broadcast(SPECIES, FloatMath.EXP_4));
        p = p.fma(r, FloatVector.broadcast(SPECIES, FloatMath.EXP_3));
        p = p.fma(r, FloatVector.broadcast(SPECIES, FloatMath.EXP_2));
        p = p.fma(r, FloatVector.broadcast(SPECIES, FloatMath.EXP_1));
        p = p.fma(r, FloatVector.broadcast(SPECIES, FloatMath.EXP_0));
        p = p.fma(r.mul(r), r.add(1));
        FloatVector e = shifted.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, FloatMath.FRACTION)
                .add(p.reinterpretAsInts())
                .reinterpretAsFloats();
        return e.blend(0, x.compare(VectorOperators.LT, FloatMath.EXP_MIN)).blend(x, x.compare(VectorOperators.NE, x));
    }
}
