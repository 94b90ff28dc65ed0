package dev.freshet.model.data;

import dev.freshet.model.Example;
import dev.freshet.model.encode.CategoryHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Examples of a {@link Table}, once its columns are known. */
final class TableSource implements Source {

    /** Opens the table anew. */
    interface Opener {
        Table open() throws IOException;
    }

    private final Opener opener;
    private final Schema schema;
    private final int[] numbers;
    private final int[] categories;
    private final int[] texts;
    private final int label;
    private final Map<String, Integer> classes = new HashMap<>();

    TableSource(Opener opener, Columns columns) throws IOException {
        this.opener = opener;
        try (Table table = opener.open()) {
            var survey = new ColumnSurvey(table, columns);
            schema = survey.schema();
            numbers = survey.of(Columns.Role.NUMBER);
            categories = survey.of(Columns.Role.CATEGORY);
            texts = survey.of(Columns.Role.TEXT);
            label = survey.label();
        }
        for (int k = 0; k < schema.classes().size(); k++) {
            classes.put(schema.classes().get(k), k);
        }
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Rows open() throws IOException {
        Table table = opener.open();
        return new Rows() {
            private long row;

            @Override
            public @Nullable Example next() throws IOException {
                String[] fields = table.next();
                return fields == null ? null : example(fields, row++, table.place());
            }

            @Override
            public void close() throws IOException {
                table.close();
            }
        };
    }

    private Example example(String[] fields, long row, Place place) {
        double[] x = new double[numbers.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = number(fields[numbers[i]].strip(), place, schema.numbers().get(i));
        }
        long[] hashes = new long[categories.length];
        for (int i = 0; i < hashes.length; i++) {
            String value = fields[categories[i]].strip();
            hashes[i] = Decimal.missing(value) ? CategoryHash.MISSING : CategoryHash.of(value);
        }
        Example example = new Example(x, hashes, label(fields[label].strip(), place), 1, row, 0, row);
        return texts.length == 0 ? example : example.withTexts(texts(fields));
    }

    private String[] texts(String[] fields) {
        List<String> values = new ArrayList<>();
        for (int column : texts) {
            values.add(fields[column]);
        }
        return values.toArray(new String[0]);
    }

    private static double number(String value, Place place, String column) {
        return Decimal.missing(value)
                ? Double.NaN
                : Decimal.parse(value, place.column(column), "correct it, leave it empty, or read categories");
    }

    private double label(String value, Place place) {
        if (Decimal.missing(value)) {
            return Double.NaN;
        }
        if (schema.classes().isEmpty()) {
            return Decimal.parse(value, place.column(schema.label()), "correct it, or read the label as a class");
        }
        Integer k = classes.get(value);
        if (k == null) {
            throw new DataException(
                    place.column(schema.label()),
                    "the label must be one of " + schema.classes(),
                    value,
                    "correct it, or declare the class");
        }
        return k;
    }
}
