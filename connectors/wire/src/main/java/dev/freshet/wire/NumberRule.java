package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** What a JSON number becomes: the nearest double, if it is finite. Counts what was lost on the way. */
final class NumberRule {
    /** Integers of at most so many characters are exact doubles. */
    private static final int EXACT_CHARACTERS = 15;

    /** Integers of at most so many characters are longs. */
    private static final int LONG_CHARACTERS = 18;

    private final boolean exactIntegers;
    private long underflows;
    private long rounded;

    NumberRule(boolean exactIntegers) {
        this.exactIntegers = exactIntegers;
    }

    /** Numbers other than zero that became zero. */
    long underflows() {
        return underflows;
    }

    /** Integers that a double does not hold. */
    long rounded() {
        return rounded;
    }

    /** The number at which the parser stands. */
    double finite(JsonParser json, String pointer) throws IOException, Refusal {
        if (json.isNaN()) {
            throw notFinite(pointer, json.getText());
        }
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return json.getTextLength() <= EXACT_CHARACTERS ? json.getLongValue() : longInteger(json, pointer);
        }
        double value = json.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw notFinite(pointer, json.getText());
        }
        if (value == 0 && !literallyZero(json)) {
            underflows++;
        }
        return value;
    }

    static Refusal notFinite(String pointer, String found) {
        return new Refusal(
                RejectionCode.NON_FINITE,
                pointer,
                pointer + " must be a finite double: got " + found + ", send null where there is no number");
    }

    private double longInteger(JsonParser json, String pointer) throws IOException, Refusal {
        double nearest;
        boolean exact;
        if (json.getTextLength() <= LONG_CHARACTERS) {
            long value = json.getLongValue();
            nearest = value;
            exact = (long) nearest == value;
        } else {
            BigInteger value = json.getBigIntegerValue();
            nearest = value.doubleValue();
            exact = new BigDecimal(nearest).toBigInteger().equals(value);
        }
        if (!exact && exactIntegers) {
            throw new Refusal(
                    RejectionCode.PRECISION,
                    pointer,
                    pointer + " must be an integer that a double holds: got " + json.getText()
                            + ", send a name as a string");
        }
        rounded += exact ? 0 : 1;
        return nearest;
    }

    /** Whether all digits before the exponent are zeros. */
    static boolean literallyZero(JsonParser json) throws IOException {
        char[] text = json.getTextCharacters();
        int end = json.getTextOffset() + json.getTextLength();
        for (int i = json.getTextOffset(); i < end && text[i] != 'e' && text[i] != 'E'; i++) {
            if (text[i] >= '1' && text[i] <= '9') {
                return false;
            }
        }
        return true;
    }
}
