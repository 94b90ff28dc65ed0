package dev.freshet.model.data;

import dev.freshet.model.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code label index:value …}, indices from 0 or 1, ascending or not; {@code qid:…} and what follows # are skipped. A file of
 * at most {@link #DENSE} columns becomes numbers, 0 where a row leaves one out; a wider one the examples' sparse part.
 *
 * @see <a href="https://www.csie.ntu.edu.tw/~cjlin/libsvm/">LIBSVM</a>
 */
final class LibSvmParser implements SparseParser {
    static final int DENSE = 1024;
    private static final int MOST_COLUMNS = 1 << 24;

    private int columns = 1;

    Schema schema(List<String> classes) {
        List<String> names = new ArrayList<>();
        for (int i = 0; columns <= DENSE && i < columns; i++) {
            names.add("f" + i);
        }
        return new Schema(names, List.of(), List.of(), names.isEmpty() ? columns : 0, "label", classes);
    }

    @Override
    public String label(String line, Place place) {
        String[] tokens = tokens(line);
        return tokens.length == 0 || tokens[0].indexOf(':') >= 0 ? "" : tokens[0];
    }

    @Override
    public Example example(String line, double label, long row, Place place) {
        String[] tokens = tokens(line);
        int first = label(line, place).isEmpty() ? 0 : 1;
        int[] indices = new int[tokens.length - first];
        float[] values = new float[indices.length];
        int n = 0;
        for (int t = first; t < tokens.length; t++) {
            if (tokens[t].startsWith("qid:")) {
                continue;
            }
            int colon = tokens[t].indexOf(':');
            String index = colon < 0 ? tokens[t] : tokens[t].substring(0, colon);
            if (colon < 0 || !index.matches("[0-9]{1,8}") || Integer.parseInt(index) >= MOST_COLUMNS) {
                throw new DataException(
                        place,
                        "a feature must be index:value, the index in [0, 2^24)",
                        tokens[t],
                        "correct the feature");
            }
            indices[n] = Integer.parseInt(index);
            values[n] = (float) Decimal.parse(
                    tokens[t].substring(colon + 1), place.column(index), "correct the value, or leave the feature out");
            columns = Math.max(columns, indices[n++] + 1);
        }
        return columns <= DENSE ? dense(indices, values, n, label, row) : sparse(indices, values, n, label, row);
    }

    private Example dense(int[] indices, float[] values, int n, double label, long row) {
        double[] x = new double[columns];
        for (int k = 0; k < n; k++) {
            x[indices[k]] = values[k];
        }
        return Example.of(row, label, x);
    }

    private static Example sparse(int[] indices, float[] values, int n, double label, long row) {
        return Example.of(row, label).withSparse(Arrays.copyOf(indices, n), Arrays.copyOf(values, n));
    }

    private static String[] tokens(String line) {
        int comment = line.indexOf('#');
        String content = (comment < 0 ? line : line.substring(0, comment)).strip();
        return content.isEmpty() ? new String[0] : content.split("\\s+");
    }
}
