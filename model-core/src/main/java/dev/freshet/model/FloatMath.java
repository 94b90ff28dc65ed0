package dev.freshet.model;

/**
 * exp, sigmoid and tanh in float32 as fixed chains of multiply-adds, so that every machine and every vector width computes
 * the same bits.
 *
 * @see <a href="https://www.netlib.org/cephes/">Moshier, Cephes: expf and tanhf</a>
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // the coefficients stand as they were published
final class FloatMath {
    private static final float LOG2_E = 1.44269504088896341f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    private static final float EXP_MAX = 88.72283f;
    private static final float EXP_MIN = -87.33654f;

    private FloatMath() {}

    /** e^x within 2 units in the last place; 0 below −87.34, where the result would be subnormal, +∞ above 88.72. */
    static float exp(float x) {
        if (!(x >= EXP_MIN)) {
            return Float.isNaN(x) ? x : 0;
        }
        if (x > EXP_MAX) {
            return Float.POSITIVE_INFINITY;
        }
        float n = (float) Math.rint(x * LOG2_E);
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        float p = 1.9875691500e-4f;
        p = Math.fma(p, r, 1.3981999507e-3f);
        p = Math.fma(p, r, 8.3334519073e-3f);
        p = Math.fma(p, r, 4.1665795894e-2f);
        p = Math.fma(p, r, 1.6666665459e-1f);
        p = Math.fma(p, r, 5.0000001201e-1f);
        p = Math.fma(p, r * r, r + 1);
        int half = (int) n / 2;
        return p * powerOfTwo(half) * powerOfTwo((int) n - half);
    }

    static float sigmoid(float x) {
        if (x >= 0) {
            return 1 / (1 + exp(-x));
        }
        float e = exp(x);
        return e / (1 + e);
    }

    static float tanh(float x) {
        float size = Math.abs(x);
        if (size < 0.625f) {
            float s = x * x;
            float p = -5.70498872745e-3f;
            p = Math.fma(p, s, 2.06390887954e-2f);
            p = Math.fma(p, s, -5.37397155531e-2f);
            p = Math.fma(p, s, 1.33314422036e-1f);
            p = Math.fma(p, s, -3.33332819422e-1f);
            return Math.copySign(Math.fma(p * s, x, x), x);
        }
        float e = exp(-2 * size);
        return Math.copySign((1 - e) / (1 + e), x);
    }

    private static float powerOfTwo(int exponent) {
        return Float.intBitsToFloat((exponent + 127) << 23);
    }
}
