package dev.freshet.model.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values with a header: a field may stand in quotes, and then hold separators, line breaks and doubled
 * quotes; empty lines are skipped.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class CsvTable implements Table {
    private final Lines lines;
    private final char separator;
    private final List<String> names;
    private final String[] fields;
    private final List<String> read = new ArrayList<>();
    private final StringBuilder field = new StringBuilder();
    private Place place;

    CsvTable(Path file, char separator) throws IOException {
        lines = new Lines(file);
        this.separator = separator;
        place = lines.place();
        try {
            if (!readRecord()) {
                throw new DataException(Place.of(Files.name(file)), "must begin with a header", "", "add column names");
            }
            names = List.copyOf(read);
            requireDistinct();
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
        fields = new String[names.size()];
    }

    private void requireDistinct() {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new DataException(place, "column names must differ", name + " twice", "rename one of them");
            }
        }
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public Columns.@Nullable Role declared(int column) {
        return null;
    }

    @Override
    public List<String> values(int column) {
        return List.of();
    }

    @Override
    public String @Nullable [] next() throws IOException {
        if (!readRecord()) {
            return null;
        }
        if (read.size() != fields.length) {
            throw new DataException(
                    place,
                    "a row must have " + fields.length + " fields as the header has",
                    read.size() + " fields",
                    "add the missing separators, or quote a field that holds one");
        }
        return read.toArray(fields);
    }

    @Override
    public Place place() {
        return place;
    }

    private boolean readRecord() throws IOException {
        read.clear();
        String line = lines.next();
        while (line != null && line.isEmpty()) {
            line = lines.next();
        }
        place = lines.place();
        if (line == null) {
            return false;
        }
        int at = 0;
        while (at <= line.length()) {
            if (at < line.length() && line.charAt(at) == '"') {
                at++;
                int end = closingQuote(line, at);
                while (end < 0) {
                    field.append(line, at, line.length()).append('\n');
                    line = continued();
                    at = 0;
                    end = closingQuote(line, at);
                }
                field.append(line, at, end);
                at = afterQuotes(line, end + 1);
            } else {
                int end = line.indexOf(separator, at);
                end = end < 0 ? line.length() : end;
                field.append(line, at, end);
                at = end + 1;
            }
            read.add(field.toString());
            field.setLength(0);
        }
        return true;
    }

    /** The next quote that is not doubled, or −1; doubled ones before it are taken into the field on the way. */
    private int closingQuote(String line, int from) {
        int quote = line.indexOf('"', from);
        while (quote >= 0 && quote + 1 < line.length() && line.charAt(quote + 1) == '"') {
            quote = line.indexOf('"', quote + 2);
        }
        return quote;
    }

    private int afterQuotes(String line, int at) {
        unescape();
        if (at < line.length() && line.charAt(at) != separator) {
            throw new DataException(
                    place.column("field " + (read.size() + 1)),
                    "a closing quote must end its field",
                    line.substring(at),
                    "double the quotes inside of a quoted field");
        }
        return at + 1;
    }

    private void unescape() {
        for (int quote = field.indexOf("\"\""); quote >= 0; quote = field.indexOf("\"\"", quote + 1)) {
            field.deleteCharAt(quote);
        }
    }

    private String continued() throws IOException {
        String line = lines.next();
        if (line == null) {
            throw new DataException(
                    place.column("field " + (read.size() + 1)),
                    "a quoted field must end",
                    "the end of the file",
                    "close the quote");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
