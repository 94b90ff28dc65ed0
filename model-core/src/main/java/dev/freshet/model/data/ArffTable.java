package dev.freshet.model.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Weka's attribute-relation format, dense and sparse rows: numeric, nominal and string attributes.
 *
 * @see <a href="https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/">ARFF</a>
 */
final class ArffTable implements Table {
    private record Attribute(String name, Columns.Role role, List<String> values) {}

    private final Lines lines;
    private final List<Attribute> attributes = new ArrayList<>();
    private final String[] fields;

    ArffTable(Path file) throws IOException {
        lines = new Lines(file);
        try {
            readHeader();
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
        fields = new String[attributes.size()];
    }

    private void readHeader() throws IOException {
        for (String line = contentLine(); ; line = contentLine()) {
            if (line == null) {
                throw new DataException(
                        lines.place(), "a header must end with @data", "the end of the file", "add @data");
            }
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("@attribute")) {
                attributes.add(attribute(new ArffScanner(line, 10, lines.place())));
            } else if (lower.startsWith("@data")) {
                return;
            } else if (!lower.startsWith("@relation")) {
                throw new DataException(
                        lines.place(),
                        "a header line must be @relation, @attribute or @data",
                        line,
                        "correct the line");
            }
        }
    }

    private Attribute attribute(ArffScanner scanner) {
        String name = scanner.word();
        if (scanner.accept('{')) {
            return new Attribute(name, Columns.Role.CATEGORY, scanner.listTo('}'));
        }
        String type = scanner.word();
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "numeric", "real", "integer" -> new Attribute(name, Columns.Role.NUMBER, List.of());
            case "string" -> new Attribute(name, Columns.Role.TEXT, List.of());
            default ->
                throw new DataException(
                        lines.place().column(name),
                        "an attribute must be numeric, real, integer, string or {…}",
                        type,
                        "give it as one of these");
        };
    }

    @Override
    public List<String> names() {
        return attributes.stream().map(Attribute::name).toList();
    }

    @Override
    public Columns.@Nullable Role declared(int column) {
        return attributes.get(column).role();
    }

    @Override
    public List<String> values(int column) {
        return attributes.get(column).values();
    }

    @Override
    public String @Nullable [] next() throws IOException {
        String line = contentLine();
        if (line == null) {
            return null;
        }
        var scanner = new ArffScanner(line, 0, lines.place());
        if (scanner.accept('{')) {
            sparse(scanner);
        } else {
            dense(scanner.listTo('\0'));
        }
        return fields;
    }

    private void dense(List<String> row) {
        if (row.size() != fields.length) {
            throw new DataException(
                    lines.place(),
                    "a row must have " + fields.length + " fields as there are attributes",
                    row.size() + " fields",
                    "add the missing commas, or quote a field that holds one");
        }
        row.toArray(fields);
    }

    /** What a sparse row leaves out is 0, or the first of the nominal values. */
    private void sparse(ArffScanner scanner) {
        for (int i = 0; i < fields.length; i++) {
            List<String> values = attributes.get(i).values();
            fields[i] = attributes.get(i).role() == Columns.Role.NUMBER ? "0" : values.isEmpty() ? "" : values.get(0);
        }
        for (String entry : scanner.entriesTo('}')) {
            var pair = new ArffScanner(entry, 0, lines.place());
            String index = pair.word();
            boolean valid = index.matches("[0-9]{1,9}") && Integer.parseInt(index) < fields.length;
            if (!valid) {
                throw new DataException(
                        lines.place(),
                        "a sparse entry must begin with an attribute's number in [0, " + fields.length + ")",
                        entry,
                        "correct the number");
            }
            fields[Integer.parseInt(index)] = pair.word();
        }
    }

    private @Nullable String contentLine() throws IOException {
        String line = lines.next();
        while (line != null && (line.isBlank() || line.stripLeading().startsWith("%"))) {
            line = lines.next();
        }
        return line == null ? null : line.strip();
    }

    @Override
    public Place place() {
        return lines.place();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
