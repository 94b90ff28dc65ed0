package dev.freshet.jobs.replay;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A CSV file (RFC 4180, UTF-8, first line the header), plain or gzipped; the bytes tell which, not the name. */
public final class CsvRows implements Rows {
    private static final int GZIP_MAGIC = 0x1f8b;

    private final String name;
    private final long length;
    private final CountedStream read;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final List<String> header;

    private CsvRows(String name, InputStream bytes, long length) throws IOException {
        this.name = name;
        this.length = length;
        read = new CountedStream(bytes);
        reader = CsvReader.builder().ofCsvRecord(unzipped(read), StandardCharsets.UTF_8);
        records = reader.iterator();
        if (!records.hasNext()) {
            throw new IOException(name + " must begin with a line of column names: it is empty");
        }
        header = List.copyOf(records.next().getFields());
    }

    public static CsvRows open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + (Files.isDirectory(file) ? " is a directory" : " does not exist")
                    + ": name a CSV file, plain or gzipped");
        }
        return new CsvRows(file.toString(), Files.newInputStream(file), Files.size(file));
    }

    /** @param name for messages */
    public static CsvRows of(String name, InputStream bytes) throws IOException {
        return new CsvRows(name, bytes, 0);
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
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord record = records.next();
            if (record.getFieldCount() != header.size()) {
                throw new IOException(name + ":" + record.getStartingLineNumber() + " must have " + header.size()
                        + " fields, as its header has: got " + record.getFieldCount());
            }
            return record.getFields().toArray(new String[0]);
        } catch (CsvParseException e) {
            throw new IOException(name + " is no CSV that can be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private static InputStream unzipped(InputStream bytes) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(bytes, 1 << 16);
        buffered.mark(2);
        int magic = buffered.read() << 8 | buffered.read();
        buffered.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(buffered, 1 << 16) : buffered;
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
