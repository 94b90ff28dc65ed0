package dev.freshet.wire;

import java.io.Reader;

/**
 * Turns the bytes of a JSON document into characters, and ends at the first that are no UTF-8 or that escape half a
 * surrogate pair ({@code \}{@code ud800}). Whoever reads then meets the end of the input inside a string, unless it meets
 * something wrong before: so the first thing wrong is the one that is reported. Reused; not for two threads.
 */
final class StrictUtf8Reader extends Reader {
    private static final int HIGH = 0xd800;
    private static final int LOW = 0xdc00;

    private byte[] bytes = {};
    private int from;
    private int at;
    private int end;

    /** Index of the byte that a backslash before it has given its meaning. */
    private int escaped;

    /** Index of the second half of a surrogate pair whose first half has been seen. */
    private int secondHalf;

    private boolean stopped;
    private boolean cutOff;

    void reset(byte[] document, int start) {
        bytes = document;
        from = start;
        at = start;
        end = document.length;
        escaped = -1;
        secondHalf = -1;
        stopped = false;
        cutOff = false;
    }

    /** Whether bytes that are no text ended the input. */
    boolean stopped() {
        return stopped;
    }

    /** Whether the document ends inside a character. */
    boolean cutOff() {
        return cutOff;
    }

    /** Where the next byte lies: the offending one if {@link #stopped}. */
    int position() {
        return at;
    }

    /** Whether the offending byte lies in a JSON string, given that the document is JSON up to there. */
    boolean stoppedInString() {
        boolean inside = false;
        for (int i = from; i < at; i++) {
            if (bytes[i] == '"') {
                inside = !inside;
            } else if (inside && bytes[i] == '\\') {
                i++;
            }
        }
        return inside;
    }

    @Override
    public int read(char[] out, int offset, int length) {
        int o = offset;
        int limit = offset + length;
        while (o < limit && at < end && !stopped) {
            o += plain(out, o, Math.min(limit - o, end - at));
            if (o == limit || at == end) {
                break;
            }
            if (bytes[at] == '\\') {
                o = escape(out, o);
            } else if (limit - o < 2) {
                break;
            } else {
                o = character(out, o);
            }
        }
        return o > offset || length == 0 ? o - offset : -1;
    }

    /** Copies at most {@code most} bytes up to one that needs a closer look; returns how many. */
    private int plain(char[] out, int o, int most) {
        byte[] from = bytes;
        int first = at;
        int n = 0;
        while (n < most && from[first + n] >= 0 && from[first + n] != '\\') {
            out[o + n] = (char) from[first + n];
            n++;
        }
        at = first + n;
        return n;
    }

    private int escape(char[] out, int o) {
        boolean literal = at == escaped;
        if (!literal && !escapeFits()) {
            return o;
        }
        escaped = literal ? -1 : at + 1;
        out[o] = '\\';
        at++;
        return o + 1;
    }

    private int character(char[] out, int o) {
        int length = Utf8.sequenceAt(bytes, at, end);
        if (length <= 0) {
            stopped = true;
            cutOff = length == Utf8.CUT_OFF;
            return o;
        }
        int written = Character.toChars(Utf8.codePoint(bytes, at, length), out, o);
        at += length;
        return o + written;
    }

    /** Whether the escape at {@link #at} is no half pair; stops the input otherwise. One that the end cuts off passes. */
    private boolean escapeFits() {
        int unit = escapedUnit(at);
        boolean fits;
        if (unit < HIGH || unit > 0xdfff || at == secondHalf) {
            fits = true;
        } else if (unit < LOW) {
            secondHalf = at + 6;
            int second = escapedUnit(secondHalf);
            fits = second < 0 ? couldGoOn(secondHalf) : second >= LOW && second <= 0xdfff;
        } else {
            fits = false;
        }
        stopped = !fits;
        return fits;
    }

    /** Whether the document ends before the six characters of an escape are complete. */
    private boolean couldGoOn(int index) {
        return index >= end
                || (bytes[index] == '\\' && (index + 1 >= end || (bytes[index + 1] == 'u' && index + 6 > end)));
    }

    /** The UTF-16 unit of the escape at {@code index}, or -1 where there is no complete one. */
    private int escapedUnit(int index) {
        if (index + 6 > end || bytes[index] != '\\' || bytes[index + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = index + 2; i < index + 6; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = (unit << 4) | digit;
        }
        return unit;
    }

    @Override
    public void close() {}
}
