package dev.freshet.model.data;

import dev.freshet.model.Example;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A sparse text format, a line an example; empty lines are skipped. The labels are read first, to tell classes from numbers. */
final class SparseSource implements Source {
    private static final int MOST_CLASSES = 50;

    private final Path file;
    private final SparseParser parser;
    private final Schema schema;

    /** @param columns called once all lines were parsed: what the schema says of the inputs */
    SparseSource(Path file, SparseParser parser, Inputs columns) throws IOException {
        this.file = file;
        this.parser = parser;
        TreeMap<Double, String> labels = new TreeMap<>();
        boolean whole = true;
        long row = 0;
        try (Lines lines = new Lines(file)) {
            for (String line = content(lines); line != null; line = content(lines)) {
                parser.example(line, Double.NaN, row++, lines.place());
                String label = parser.label(line, lines.place());
                if (!label.isEmpty()) {
                    double y = value(label, lines.place());
                    whole &= y == Math.rint(y);
                    if (labels.size() <= MOST_CLASSES) {
                        labels.putIfAbsent(y, name(y));
                    }
                }
            }
        }
        boolean classes = whole && labels.size() >= 2 && labels.size() <= MOST_CLASSES;
        schema = columns.schema(classes ? List.copyOf(labels.values()) : List.of());
    }

    /** What a format knows of its inputs when all lines were seen. */
    interface Inputs {
        Schema schema(List<String> classes);
    }

    /** -0 is 0, or there would be two classes of one name. */
    private static double value(String label, Place place) {
        return Decimal.parse(label, place, "give the label as a number") + 0.0;
    }

    private static String name(double y) {
        return y == Math.rint(y) && Math.abs(y) < 1e15 ? Long.toString((long) y) : Double.toString(y);
    }

    private static @Nullable String content(Lines lines) throws IOException {
        String line = lines.next();
        while (line != null && line.isBlank()) {
            line = lines.next();
        }
        return line;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Rows open() throws IOException {
        Lines lines = new Lines(file);
        return new Rows() {
            private long row;

            @Override
            public @Nullable Example next() throws IOException {
                String line = content(lines);
                return line == null ? null : parser.example(line, label(line, lines.place()), row++, lines.place());
            }

            @Override
            public void close() throws IOException {
                lines.close();
            }
        };
    }

    private double label(String line, Place place) {
        String label = parser.label(line, place);
        if (label.isEmpty()) {
            return Double.NaN;
        }
        double y = value(label, place);
        return schema.classes().isEmpty() ? y : schema.classes().indexOf(name(y));
    }
}
