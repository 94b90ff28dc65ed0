package dev.freshet.wire;

/**
 * Strict UTF-8, as RFC 3629 has it: no overlong form, no surrogate, nothing beyond U+10FFFF.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3629">RFC 3629</a>
 */
final class Utf8 {
    /** What {@link #sequenceAt} says of bytes that are no character. */
    static final int INVALID = 0;

    /** What {@link #sequenceAt} says of a character that is valid as far as it goes, but cut off by the end. */
    static final int CUT_OFF = -1;

    private Utf8() {}

    /** Length of the character of two to four bytes that begins at {@code at}, {@link #INVALID} or {@link #CUT_OFF}. */
    static int sequenceAt(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        int length = first >= 0xc2 && first <= 0xdf
                ? 2
                : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
        if (length == 0) {
            return INVALID;
        }
        if (at + 1 < end && !secondFits(first, bytes[at + 1] & 0xff)) {
            return INVALID;
        }
        for (int i = at + 2; i < Math.min(end, at + length); i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return INVALID;
            }
        }
        return at + length <= end ? length : CUT_OFF;
    }

    private static boolean secondFits(int first, int second) {
        int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        return second >= low && second <= high;
    }

    /** Index of the first byte that is not part of a character, or -1. */
    static int firstInvalid(byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            int length = bytes[i] >= 0 ? 1 : sequenceAt(bytes, i, bytes.length);
            if (length <= 0) {
                return i;
            }
            i += length;
        }
        return -1;
    }

    /** The code point of a valid sequence of {@code length} bytes. */
    static int codePoint(byte[] bytes, int at, int length) {
        int point = bytes[at] & (0xff >> (length + 1));
        for (int i = at + 1; i < at + length; i++) {
            point = (point << 6) | (bytes[i] & 0x3f);
        }
        return point;
    }
}
