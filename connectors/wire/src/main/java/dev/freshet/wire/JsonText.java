package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How a value of ours is written: what JSON has no word for becomes null, what UTF-8 has no bytes for becomes U+FFFD. */
final class JsonText {
    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final char REPLACEMENT = '\uFFFD';

    private JsonText() {}

    static void string(JsonGenerator json, String name, String value) throws IOException {
        json.writeFieldName(name);
        json.writeString(wellFormed(value));
    }

    static void number(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        number(json, value);
    }

    static void number(JsonGenerator json, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    static void number(JsonGenerator json, float value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    static void label(JsonGenerator json, String name, @Nullable Label value) throws IOException {
        if (value instanceof Label.OfClass c) {
            string(json, name, c.name());
        } else if (value instanceof Label.OfNumber n) {
            number(json, name, n.value());
        }
    }

    /** 16 digits, written into {@code scratch} (16). */
    static void hex(JsonGenerator json, String name, long value, char[] scratch) throws IOException {
        for (int i = 0; i < 16; i++) {
            scratch[i] = HEX[(int) (value >>> (60 - 4 * i)) & 0xf];
        }
        json.writeFieldName(name);
        json.writeString(scratch, 0, 16);
    }

    /** {@code text} itself, unless it holds half a surrogate pair. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return repaired(text);
            }
        }
        return text;
    }

    private static String repaired(String text) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? REPLACEMENT : c)
                .forEach(result::appendCodePoint);
        return result.toString();
    }
}
