package dev.freshet.model.data;

/** Decimal numbers as files write them: digits, point, sign, exponent; no names, no hexadecimal, no type suffix. */
final class Decimal {
    private Decimal() {}

    static boolean missing(String value) {
        return switch (value) {
            case "", "?", "NA", "N/A", "NaN", "nan", "null" -> true;
            default -> false;
        };
    }

    static boolean looksLike(String value) {
        boolean digit = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            digit |= c >= '0' && c <= '9';
            if ("0123456789+-.eE".indexOf(c) < 0) {
                return false;
            }
        }
        return digit && !Double.isNaN(parsed(value));
    }

    /**
     * @throws DataException if {@code value} is no finite decimal number
     */
    static double parse(String value, Place place, String remedy) {
        double x = looksLike(value) ? parsed(value) : Double.NaN;
        if (!(Math.abs(x) <= Double.MAX_VALUE)) {
            throw new DataException(place, "must be a finite decimal number", value, remedy);
        }
        return x;
    }

    private static double parsed(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
