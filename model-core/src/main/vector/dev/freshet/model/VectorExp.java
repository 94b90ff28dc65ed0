package dev.freshet.model;

import static dev.freshet.model.VectorTiles.LANES;
import static dev.freshet.model.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link FloatMath#exp} on two vectors at a time, each lane step by step what that does with one number. One method of more
 * than 325 bytecodes, which HotSpot does not inline, with constants for all that is not loaded: a call of the API on a float
 * costs C2 several times the nodes of one on a vector, and it has a budget.
 */
final class VectorExp {
    /** What an array must have a multiple of. */
    static final int STRIDE = 2 * LANES;

    private static final FloatVector ZERO = FloatVector.zero(SPECIES);
    private static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1);
    private static final FloatVector LEAST = FloatVector.broadcast(SPECIES, FloatMath.EXP_MIN);
    private static final FloatVector LOG2_E = FloatVector.broadcast(SPECIES, FloatMath.LOG2_E);
    private static final FloatVector SHIFT = FloatVector.broadcast(SPECIES, FloatMath.SHIFT);
    private static final FloatVector MINUS_HIGH = FloatVector.broadcast(SPECIES, -FloatMath.LN2_HIGH);
    private static final FloatVector MINUS_LOW = FloatVector.broadcast(SPECIES, -FloatMath.LN2_LOW);
    private static final FloatVector P0 = FloatVector.broadcast(SPECIES, FloatMath.EXP_0);
    private static final FloatVector P1 = FloatVector.broadcast(SPECIES, FloatMath.EXP_1);
    private static final FloatVector P2 = FloatVector.broadcast(SPECIES, FloatMath.EXP_2);
    private static final FloatVector P3 = FloatVector.broadcast(SPECIES, FloatMath.EXP_3);
    private static final FloatVector P4 = FloatVector.broadcast(SPECIES, FloatMath.EXP_4);
    private static final FloatVector P5 = FloatVector.broadcast(SPECIES, FloatMath.EXP_5);

    private VectorExp() {}

    /** Of the first {@code n} numbers, up to 88, and of those that fill the last {@link #STRIDE}; {@code power} is scratch. */
    static void exp(float[] x, float[] power, int n) {
        fractions(x, power, n);
        shift(x, power, n);
    }

    /** Replaces x by the mantissas of its exponentials, and leaves what their exponents take in the last bits of {@code power}. */
    private static void fractions(float[] x, float[] power, int n) {
        for (int i = 0; i < n; i += STRIDE) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, i + LANES);
            FloatVector shifted0 = x0.mul(LOG2_E).add(SHIFT);
            FloatVector shifted1 = x1.mul(LOG2_E).add(SHIFT);
            FloatVector n0 = shifted0.sub(SHIFT);
            FloatVector n1 = shifted1.sub(SHIFT);
            FloatVector r0 = n0.fma(MINUS_LOW, n0.fma(MINUS_HIGH, x0));
            FloatVector r1 = n1.fma(MINUS_LOW, n1.fma(MINUS_HIGH, x1));
            FloatVector p0 = P5.fma(r0, P4).fma(r0, P3).fma(r0, P2).fma(r0, P1).fma(r0, P0);
            FloatVector p1 = P5.fma(r1, P4).fma(r1, P3).fma(r1, P2).fma(r1, P1).fma(r1, P0);
            p0 = p0.fma(r0.mul(r0), r0.add(ONE));
            p1 = p1.fma(r1.mul(r1), r1.add(ONE));
            ZERO.blend(x0, x0.compare(VectorOperators.NE, x0))
                    .blend(p0, x0.compare(VectorOperators.GE, LEAST))
                    .intoArray(x, i);
            ZERO.blend(x1, x1.compare(VectorOperators.NE, x1))
                    .blend(p1, x1.compare(VectorOperators.GE, LEAST))
                    .intoArray(x, i + LANES);
            ZERO.blend(shifted0, x0.compare(VectorOperators.GE, LEAST)).intoArray(power, i);
            ZERO.blend(shifted1, x1.compare(VectorOperators.GE, LEAST)).intoArray(power, i + LANES);
        }
    }

    /** Without the API's ints: in some JVMs HotSpot loses their type on the way back to floats, and leaves these on the heap. */
    private static void shift(float[] x, float[] power, int n) {
        for (int i = 0; i < n; i++) {
            int exponent = Float.floatToRawIntBits(power[i]) << FloatMath.FRACTION;
            x[i] = Float.intBitsToFloat(exponent + Float.floatToRawIntBits(x[i]));
        }
    }
}
