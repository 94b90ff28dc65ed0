package dev.freshet.model.encode;

import java.util.Arrays;

/**
 * The units of one text as UTF-8, side by side with what joins them, so that a term is a slice. Reused; grows by doubling.
 */
final class TextUnits {
    private static final int REPLACEMENT = 0xfffd;
    private static final int LEAST_LETTERS = 2;

    private final boolean words;
    private final boolean lowerCase;
    private byte[] utf8 = new byte[256];
    private int length;
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private int size;

    TextUnits(NGrams terms) {
        words = terms.unit() == NGrams.Unit.WORD;
        lowerCase = terms.lowerCase();
    }

    int size() {
        return size;
    }

    /** Of the term of {@code n} units from unit {@code i} on. */
    int hash(int i, int n) {
        return Murmur3.hash(utf8, starts[i], ends[i + n - 1] - starts[i], 0);
    }

    void read(String text) {
        length = 0;
        size = 0;
        if (words) {
            readWords(text);
        } else {
            readCharacters(text);
        }
    }

    private void readWords(String text) {
        int start = 0;
        int letters = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (isLetter(point)) {
                append(lowerCase ? Character.toLowerCase(point) : point);
                letters++;
            } else {
                start = endWord(start, letters);
                letters = 0;
            }
        }
        endWord(start, letters);
    }

    /** Keeps the word that was just written, or takes it back; where the next one starts. */
    private int endWord(int start, int letters) {
        if (letters < LEAST_LETTERS) {
            length = start;
            return start;
        }
        unit(start, length);
        append(' ');
        return length;
    }

    private void readCharacters(String text) {
        boolean space = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            boolean white = Character.isWhitespace(point) || Character.isSpaceChar(point);
            if (!white || !space) {
                int start = length;
                append(white ? ' ' : lowerCase ? Character.toLowerCase(point) : point);
                unit(start, length);
            }
            space = white;
        }
    }

    private static boolean isLetter(int point) {
        if (point < 0x80) {
            return (point >= 'a' && point <= 'z')
                    || (point >= 'A' && point <= 'Z')
                    || (point >= '0' && point <= '9')
                    || point == '_';
        }
        int type = Character.getType(point);
        return Character.isLetterOrDigit(point)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private void unit(int start, int end) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        starts[size] = start;
        ends[size++] = end;
    }

    private void append(int codePoint) {
        if (length + 4 > utf8.length) {
            utf8 = Arrays.copyOf(utf8, 2 * utf8.length);
        }
        int point = codePoint >= 0xd800 && codePoint < 0xe000 ? REPLACEMENT : codePoint;
        if (point < 0x80) {
            utf8[length++] = (byte) point;
            return;
        }
        if (point < 0x800) {
            utf8[length++] = (byte) (0xc0 | (point >> 6));
        } else {
            if (point < 0x10000) {
                utf8[length++] = (byte) (0xe0 | (point >> 12));
            } else {
                utf8[length++] = (byte) (0xf0 | (point >> 18));
                utf8[length++] = (byte) (0x80 | ((point >> 12) & 0x3f));
            }
            utf8[length++] = (byte) (0x80 | ((point >> 6) & 0x3f));
        }
        utf8[length++] = (byte) (0x80 | (point & 0x3f));
    }
}
