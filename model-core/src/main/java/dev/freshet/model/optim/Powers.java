package dev.freshet.model.optim;

/** Powers of a decay; Java's own pow allocates. */
final class Powers {

    private Powers() {}

    /** {@code base^exponent} by squaring, within exponent · 2⁻⁵³ of the power, for base in [0, 1] and exponent ≥ 0. */
    static double of(double base, long exponent) {
        double result = 1;
        double square = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }
}
