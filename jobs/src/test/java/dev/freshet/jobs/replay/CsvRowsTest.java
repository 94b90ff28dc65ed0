package dev.freshet.jobs.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRowsTest {
    @TempDir
    Path directory;

    @Test
    void aFileIsReadPlainOrGzippedWhateverItsName() throws IOException {
        byte[] text = "a,b\n1,\"x, \"\"y\"\"\nz\"\n2,\n".getBytes(StandardCharsets.UTF_8);

        for (Path file : List.of(write("plain.gz", text), write("zipped.csv", gzip(text)))) {
            try (CsvRows rows = CsvRows.open(file)) {
                assertThat(rows.header()).containsExactly("a", "b");
                assertThat(rest(rows)).containsExactly(List.of("1", "x, \"y\"\nz"), List.of("2", ""));
                assertThat(rows.shareRead()).isEqualTo(1);
            }
        }
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
        try (CsvRows rows = CsvRows.open(write("bom.csv", "\ufeffkey,y\r\nk,1\r\n", StandardCharsets.UTF_8))) {
            assertThat(rows.header()).containsExactly("key", "y");
        }
    }

    @Test
    void whatIsNoFileIsCalledWhatItIs() throws IOException {
        refuses(directory.resolve("nowhere.csv"), " does not exist: name a CSV file, plain or gzipped");
        refuses(directory, " is a directory: name a CSV file, plain or gzipped");
        refuses(write("empty.csv", new byte[0]), " must begin with a line of column names: it is empty");
        refuses(write("twice.csv", "a,b,a\n", StandardCharsets.UTF_8), ":1 names the column \"a\" twice: rename one");
    }

    @Test
    void aTableWithOtherSeparatorsIsToldSo() throws IOException {
        refuses(
                write("semi.csv", "a;b\n1;2\n", StandardCharsets.UTF_8),
                ":1 must separate its columns by commas: they look separated by semicolons; save it as CSV with commas");
        refuses(
                write("tabs.csv", "a\tb\n1\t2\n", StandardCharsets.UTF_8),
                ":1 must separate its columns by commas: they look separated by tabs; save it as CSV with commas");
        try (CsvRows rows = CsvRows.open(write("one.csv", "a\nx;y\n", StandardCharsets.UTF_8))) {
            assertThat(rest(rows)).containsExactly(List.of("x;y"));
        }
    }

    @Test
    void aRaggedRowIsNamedWithItsLine() throws IOException {
        Path file = write("ragged.csv", "a,b\n1,2\n\"3\n\",4\n5\n6,7\n", StandardCharsets.UTF_8);

        failsIn(file, ":5 must have 2 fields, as its header has: got 1");
    }

    @Test
    void brokenGzipIsSaidToBeSo() throws IOException {
        byte[] whole = gzip("a,b\n".concat("1,2\n".repeat(50_000)).getBytes(StandardCharsets.UTF_8));

        failsIn(write("cut.csv.gz", Arrays.copyOf(whole, whole.length / 2)), "its gzip data is broken or cut off");
        whole[whole.length / 2] ^= 0x55;
        failsIn(write("broken.csv.gz", whole), "its gzip data is broken or cut off");
        failsIn(write("header.csv.gz", Arrays.copyOf(whole, 5)), "its gzip data is broken or cut off");
    }

    @Test
    void textThatIsNotUtf8IsRefusedAndNotGuessedAt() throws IOException {
        failsIn(write("latin1.csv", "a,b\nM\u00fcnchen,1\n", StandardCharsets.ISO_8859_1), "is not UTF-8");
        failsIn(write("utf16.csv", "a,b\n1,2\n", StandardCharsets.UTF_16), "is not UTF-8");
    }

    @Test
    void anUnclosedQuoteNeverBecomesARowOfTheRest() throws IOException {
        failsIn(
                write("quote.csv", "a,b\n1,\"2\n3,4\n5,6\n", StandardCharsets.UTF_8),
                ":2 opens a quote that is never closed");
    }

    private static void failsIn(Path file, String what) {
        assertThatThrownBy(() -> {
                    try (CsvRows rows = CsvRows.open(file)) {
                        var unused = rest(rows);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(what);
    }

    private static void refuses(Path file, String message) {
        assertThatThrownBy(() -> CsvRows.open(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + message);
    }

    private static List<List<String>> rest(CsvRows rows) throws IOException {
        List<List<String>> all = new ArrayList<>();
        for (String[] row = rows.next(); row != null; row = rows.next()) {
            all.add(List.of(row));
        }
        return all;
    }

    private Path write(String name, String text, Charset charset) throws IOException {
        return write(name, text.getBytes(charset));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
