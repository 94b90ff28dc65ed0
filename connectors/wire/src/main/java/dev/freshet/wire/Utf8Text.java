package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonParser;
import dev.freshet.model.encode.CategoryHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The UTF-8 bytes of one text, in a buffer that is reused. Not for two threads. */
final class Utf8Text {
    private byte[] bytes = new byte[256];
    private int length;

    /** Takes the text of the parser's current token: a string's content, or a literal as it is written. */
    void take(JsonParser json) throws IOException {
        take(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    }

    /** Takes UTF-16 without half pairs. */
    void take(char[] chars, int from, int count) {
        length = 0;
        if (bytes.length < 3 * count) {
            bytes = new byte[Math.max(3 * count, 2 * bytes.length)];
        }
        for (int i = from; i < from + count; i++) {
            char c = chars[i];
            if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else if (Character.isHighSurrogate(c) && i + 1 < from + count) {
                append(Character.toCodePoint(c, chars[++i]));
            } else {
                append(c);
            }
        }
    }

    private void append(int point) {
        if (point < 0x800) {
            bytes[length++] = (byte) (0xc0 | (point >> 6));
        } else {
            if (point < 0x10000) {
                bytes[length++] = (byte) (0xe0 | (point >> 12));
            } else {
                bytes[length++] = (byte) (0xf0 | (point >> 18));
                bytes[length++] = (byte) (0x80 | ((point >> 12) & 0x3f));
            }
            bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3f));
        }
        bytes[length++] = (byte) (0x80 | (point & 0x3f));
    }

    int length() {
        return length;
    }

    byte at(int index) {
        return bytes[index];
    }

    boolean holds(byte b) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == b) {
                return true;
            }
        }
        return false;
    }

    long categoryHash() {
        return CategoryHash.of(bytes, 0, length);
    }

    /** The category hash of the text without its first character, which is ASCII. */
    long categoryHashAfterSign() {
        return CategoryHash.of(bytes, 1, length - 1);
    }

    boolean is(byte[] other) {
        return Arrays.equals(bytes, 0, length, other, 0, other.length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
