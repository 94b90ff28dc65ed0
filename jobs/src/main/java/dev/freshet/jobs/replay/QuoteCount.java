package dev.freshet.jobs.replay;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Counts the quotes that pass. A table closes each quote that it opens and doubles each within, so an odd number at the end
 * says that the last record has swallowed the rest of the file.
 */
final class QuoteCount extends FilterReader {
    private boolean odd;
    private boolean ended;

    QuoteCount(Reader in) {
        super(in);
    }

    boolean oddAtEnd() {
        return ended && odd;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        int n = super.read(into, from, length);
        ended = n < 0;
        for (int i = from; i < from + n; i++) {
            odd ^= into[i] == '"';
        }
        return n;
    }
}
