package dev.freshet.jobs.pipeline;

import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a word without quotes is: nothing, true, false, a decimal number, else a string. YAML 1.2's core schema less
 * hexadecimal and octal numbers, NaN and infinity, which are refused by name; YAML 1.1's {@code no}, {@code 1_000} and
 * {@code 12:30} are strings.
 */
final class PlainScalar {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> BOOLEANS = Set.of("true", "True", "TRUE", "false", "False", "FALSE");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern OTHER_BASE = Pattern.compile("0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?(\\.inf|\\.Inf|\\.INF)|\\.nan|\\.NaN|\\.NAN");
    private static final int MAX_DIGITS = 400;

    private PlainScalar() {}

    static YamlNode.Scalar read(String text, At at, Placeholders placeholders, Problems problems) {
        if (NULLS.contains(text)) {
            return new YamlNode.Scalar(at, text, true, null);
        }
        if (BOOLEANS.contains(text)) {
            return new YamlNode.Scalar(at, text, true, text.charAt(0) == 't' || text.charAt(0) == 'T');
        }
        if (OTHER_BASE.matcher(text).matches()) {
            problems.add(at, "write the number in decimal: found " + text);
            return new YamlNode.Scalar(at, text, true, null);
        }
        if (NOT_FINITE.matcher(text).matches()) {
            problems.add(at, "expected a finite number, found " + text);
            return new YamlNode.Scalar(at, text, true, null);
        }
        return DECIMAL.matcher(text).matches()
                ? number(text, at, problems)
                : new YamlNode.Scalar(at, text, true, placeholders.replace(text, at));
    }

    /** Whether {@code text} would be a number, were it not in quotes. */
    static boolean isNumber(String text) {
        return DECIMAL.matcher(text).matches();
    }

    private static YamlNode.Scalar number(String text, At at, Problems problems) {
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value) || text.length() > MAX_DIGITS) {
            problems.add(at, "number is too large: found " + text.substring(0, Math.min(20, text.length())));
            return new YamlNode.Scalar(at, text, true, null);
        }
        boolean integer = INTEGER.matcher(text).matches();
        return new YamlNode.Scalar(at, text, true, integer ? (Number) new BigInteger(text) : (Number) value);
    }
}
