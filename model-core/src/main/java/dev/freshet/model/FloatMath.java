package dev.freshet.model;

/**
 * exp, sigmoid, tanh and the normal distribution in float32 as fixed chains of multiply-adds, so that every machine and every vector width computes
 * the same bits.
 *
 * @see <a href="https://www.netlib.org/cephes/">Moshier, Cephes: expf and tanhf</a>
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // the coefficients stand as they were published
final class FloatMath {
    static final float LOG2_E = 1.44269504088896341f;
    static final float LN2_HIGH = 0.693359375f;
    static final float LN2_LOW = -2.12194440e-4f;
    static final float EXP_MIN = -87.33654f;
    static final float EXP_0 = 5.0000001201e-1f;
    static final float EXP_1 = 1.6666665459e-1f;
    static final float EXP_2 = 4.1665795894e-2f;
    static final float EXP_3 = 8.3334519073e-3f;
    static final float EXP_4 = 1.3981999507e-3f;
    static final float EXP_5 = 1.9875691500e-4f;
    /** 1.5 · 2²³: added to a small number, it rounds that to an integer, which stands in the last bits. */
    static final float SHIFT = 0x1.8p23f;
    /** Bits of a float below its exponent. */
    static final int FRACTION = 23;

    private static final float EXP_MAX = 88.72283f;
    private static final int ONE = Float.floatToRawIntBits(1);
    private static final float CDF_SCALE = 0.345f;
    private static final float INVERSE_ROOT_TWO_PI = 0.398942280401432678f;

    private FloatMath() {}

    /** e^x within 2 units in the last place; 0 below −87.34, where the result would be subnormal, +∞ above 88.72. */
    static float exp(float x) {
        if (!(x >= EXP_MIN)) {
            return Float.isNaN(x) ? x : 0;
        }
        if (x > EXP_MAX) {
            return Float.POSITIVE_INFINITY;
        }
        float shifted = x * LOG2_E + SHIFT;
        float n = shifted - SHIFT;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        float p = EXP_5;
        p = Math.fma(p, r, EXP_4);
        p = Math.fma(p, r, EXP_3);
        p = Math.fma(p, r, EXP_2);
        p = Math.fma(p, r, EXP_1);
        p = Math.fma(p, r, EXP_0);
        p = Math.fma(p, r * r, r + 1);
        return Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << FRACTION) + Float.floatToRawIntBits(p));
    }

    /** 1 / (1 + e^−x) or, below 0, e^x / (1 + e^x); chosen without a branch, as no processor can foresee the sign of a score. */
    static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        int below = Float.floatToRawIntBits(x) >> 31;
        int share = (Float.floatToRawIntBits(e) & below) | (ONE & ~below);
        return Float.intBitsToFloat(share) / (1 + e);
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

    /**
     * The normal distribution's share below x, ½ (1 + erf(x / √2)): within 4 units in the last place from 0 on, within 1.2e-6 of
     * itself down to −5. The density times a polynomial in 1 / (1 + .345 |x|), fitted to relative error 3.3e-8.
     */
    static float normalCdf(float x) {
        float s = 1 / Math.fma(CDF_SCALE, Math.abs(x), 1);
        float p = -0.027529696f;
        p = Math.fma(p, s, 0.14139430f);
        p = Math.fma(p, s, -0.26368269f);
        p = Math.fma(p, s, 0.17926213f);
        p = Math.fma(p, s, -0.032565594f);
        p = Math.fma(p, s, 0.10984559f);
        p = Math.fma(p, s, 0.11768931f);
        p = Math.fma(p, s, 0.13796443f);
        p = Math.fma(p, s, 0.13762222f);
        float tail = exp(-0.5f * x * x) * (p * s);
        return x > 0 ? 1 - tail : tail;
    }

    /** The normal distribution's density, e^(−x²/2) / √(2π). */
    static float normalDensity(float x) {
        return exp(-0.5f * x * x) * INVERSE_ROOT_TWO_PI;
    }
}
