package dev.freshet.jobs.replay;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A CSV file (RFC 4180, UTF-8, first line the header), plain or gzipped; the bytes tell which, not the name. */
public final class CsvRows implements Rows {
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final String name;
    private final long length;
    private final CountedStream read;
    private final QuoteCount quotes;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final List<String> header;
    private long line;

    private CsvRows(String name, InputStream bytes, long length) throws IOException {
        this.name = name;
        this.length = length;
        read = new CountedStream(bytes);
        quotes = text();
        reader = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(quotes);
        records = reader.iterator();
        CsvRecord first = record();
        if (first == null) {
            throw new IOException(name + " must begin with a line of column names: it is empty");
        }
        header = columns(first);
        requireCommas();
    }

    /** @throws IOException if there is no such file, it has no header, or its first bytes are no text */
    public static CsvRows open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file
                    + (Files.isDirectory(file)
                            ? " is a directory"
                            : Files.exists(file) ? " is no file" : " does not exist")
                    + ": name a CSV file, plain or gzipped");
        }
        try {
            return of(file.toString(), Files.newInputStream(file), Files.size(file));
        } catch (AccessDeniedException e) {
            throw new IOException(file + " cannot be read: permission denied", e);
        }
    }

    /** @param name for messages */
    public static CsvRows of(String name, InputStream bytes) throws IOException {
        return of(name, bytes, 0);
    }

    private static CsvRows of(String name, InputStream bytes, long length) throws IOException {
        try {
            return new CsvRows(name, bytes, length);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    /** Share of the file's bytes that has been read, 0 to 1; 0 where its length is unknown. */
    public double shareRead() {
        return length == 0 ? 0 : (double) read.count / length;
    }

    @Override
    public List<String> header() {
        return header;
    }

    @Override
    public String @Nullable [] next() throws IOException {
        CsvRecord record = record();
        if (record == null) {
            return null;
        }
        if (record.getFieldCount() != header.size()) {
            throw new IOException(name + ":" + line + " must have " + header.size() + " fields, as its header has: got "
                    + record.getFieldCount());
        }
        return record.getFields().toArray(new String[0]);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** Strict: a replacement character in a category would be another category. */
    private QuoteCount text() throws IOException {
        try {
            return new QuoteCount(new InputStreamReader(unzipped(read), StandardCharsets.UTF_8.newDecoder()));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static InputStream unzipped(InputStream bytes) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(bytes, 1 << 16);
        buffered.mark(2);
        int magic = buffered.read() << 8 | buffered.read();
        buffered.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(buffered, 1 << 16) : buffered;
    }

    private @Nullable CsvRecord record() throws IOException {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord record = records.next();
            line = record.getStartingLineNumber();
            if (quotes.oddAtEnd()) {
                throw new IOException(name + ":" + line + " opens a quote that is never closed");
            }
            return record;
        } catch (CsvParseException e) {
            throw e.getCause() instanceof IOException cause ? failure(cause) : failure(e);
        } catch (UncheckedIOException e) {
            throw failure(e.getCause());
        }
    }

    /** Text is read ahead of the records, so a fault in it has no line, only a lower bound. */
    private IOException failure(@Nullable Throwable cause) {
        String where = name + (line == 0 ? "" : ", after line " + line);
        if (cause instanceof CharacterCodingException) {
            return new IOException(where + ": is not UTF-8: save it in that encoding", cause);
        }
        if (cause instanceof ZipException || cause instanceof EOFException) {
            return new IOException(where + ": its gzip data is broken or cut off: " + cause.getMessage(), cause);
        }
        return new IOException(where + ": cannot be read as CSV: " + cause, cause);
    }

    private List<String> columns(CsvRecord first) throws IOException {
        List<String> columns = new ArrayList<>(first.getFields());
        String name0 = columns.get(0);
        if (!name0.isEmpty() && name0.charAt(0) == BYTE_ORDER_MARK) {
            columns.set(0, name0.substring(1));
        }
        for (int i = 0; i < columns.size(); i++) {
            if (columns.indexOf(columns.get(i)) < i) {
                throw new IOException(name + ":1 names the column \"" + columns.get(i) + "\" twice: rename one");
            }
        }
        return List.copyOf(columns);
    }

    /** A table of one column is possible; one whose name holds another usual separator is not. */
    private void requireCommas() throws IOException {
        String only = header.get(0);
        boolean semicolons = only.indexOf(';') >= 0;
        if (header.size() == 1 && (semicolons || only.indexOf('\t') >= 0)) {
            throw new IOException(name + ":1 must separate its columns by commas: they look separated by "
                    + (semicolons ? "semicolons" : "tabs") + "; save it as CSV with commas");
        }
    }

    /** Counts the bytes that pass. */
    private static final class CountedStream extends FilterInputStream {
        private long count;

        private CountedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int n = super.read(into, from, length);
            count += Math.max(n, 0);
            return n;
        }
    }
}
