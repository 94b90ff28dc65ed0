package dev.freshet.model.math;

/**
 * ln in float64 as one fixed chain of multiply-adds. {@link StrictMath#log} promises its bits too, but on Java 17 it is a
 * native call that costs several times as much.
 *
 * @see <a href="https://www.netlib.org/fdlibm/e_log.c">Sun Microsystems, fdlibm: the method and the coefficients</a>
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // the coefficients stand as they were published
public final class DoubleMath {
    private static final long ROOT_HALF = Double.doubleToRawLongBits(Math.sqrt(0.5));
    private static final int FRACTION = 52;
    /** 33 bits of ln 2, so that a product with an exponent is exact, and the rest. */
    private static final double LN2_HIGH = 6.93147180369123816490e-01;

    private static final double LN2_LOW = 1.90821492927058770002e-10;

    private DoubleMath() {}

    /** ln x within 1 unit in the last place; −∞ of 0 and NaN below. */
    public static double log(double x) {
        if (!(x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE)) {
            return StrictMath.log(x);
        }
        long bits = Double.doubleToRawLongBits(x);
        int k = (int) ((bits - ROOT_HALF) >> FRACTION);
        double f = Double.longBitsToDouble(bits - ((long) k << FRACTION)) - 1;
        double s = f / (2 + f);
        double z = s * s;
        double r = 1.479819860511658591e-01;
        r = Math.fma(r, z, 1.531383769920937332e-01);
        r = Math.fma(r, z, 1.818357216161805012e-01);
        r = Math.fma(r, z, 2.222219843214978396e-01);
        r = Math.fma(r, z, 2.857142874366239149e-01);
        r = Math.fma(r, z, 3.999999999940941908e-01);
        r = Math.fma(r, z, 6.666666666666735130e-01);
        return Math.fma(k, LN2_HIGH, f - Math.fma(s, f - r * z, -k * LN2_LOW));
    }
}
