package dev.freshet.model;

import dev.freshet.model.encode.CategoryHash;
import dev.freshet.model.encode.FeatureEncoder;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.HashedFeatures;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.encode.SparseRow;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A seeded stream in the form of advertising clicks: 13 numbers and 26 categories of 10 to 10⁶ values, of which a few are
 * frequent and most are rare, hashed to 2²² columns. Once as raw inputs, once as the columns that these come to.
 */
final class Clicks {
    static final int BITS = 22;
    static final HashedFeatures HASHED = new HashedFeatures(names("n", 13), Scaling.NONE, names("c", 26), BITS);

    private static final int NUMBERS = 13;
    private static final int CATEGORIES = 26;

    final int n;
    final List<Example> raw = new ArrayList<>();
    final List<Example> columns = new ArrayList<>();
    /** The columns of event i are {@code column[start[i] .. start[i + 1])}, with their values. */
    final int[] start;

    final int[] column;
    final float[] value;
    final float[] label;

    private final SparseRow row = new SparseRow();

    Clicks(int n) {
        this.n = n;
        start = new int[n + 1];
        column = new int[n * (NUMBERS + CATEGORIES)];
        value = new float[column.length];
        label = new float[n];
        SplittableRandom random = new SplittableRandom(42);
        FeatureEncoder encoder = new FeatureEncoding(List.of(HASHED)).encoder();
        for (int i = 0; i < n; i++) {
            add(i, random, encoder);
        }
    }

    private static List<String> names(String prefix, int n) {
        return IntStream.range(0, n).mapToObj(i -> prefix + i).toList();
    }

    private void add(int i, SplittableRandom random, FeatureEncoder encoder) {
        double[] numbers = new double[NUMBERS];
        long[] categories = new long[CATEGORIES];
        double score = -1.5;
        for (int j = 0; j < NUMBERS; j++) {
            numbers[j] = (1 + random.nextInt(100)) / 100.0;
            score += effect(j) * numbers[j];
        }
        for (int j = 0; j < CATEGORIES; j++) {
            double values = Math.pow(10, 1 + 5.0 * j / (CATEGORIES - 1));
            long chosen = (long) Math.pow(values, random.nextDouble());
            categories[j] = CategoryHash.mix(1_000_003L * j + chosen);
            score += effect(categories[j]) / 2;
        }
        label[i] = random.nextDouble() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
        Example example = new Example(numbers, categories, label[i], 1, i, 0, i);
        raw.add(example);
        row.clear();
        encoder.encode(example, new double[0], false, row);
        start[i + 1] = start[i] + row.size();
        int[] indices = Arrays.copyOf(row.index(), row.size());
        float[] values = Arrays.copyOf(row.value(), row.size());
        System.arraycopy(indices, 0, column, start[i], row.size());
        System.arraycopy(values, 0, value, start[i], row.size());
        columns.add(Example.of(i, label[i]).withSparse(indices, values));
    }

    CompressedRows rows() {
        return CompressedRows.of(start, column, value, label);
    }

    /** In [-1, 1). */
    private static double effect(long what) {
        return CategoryHash.mix(what) / 0x1p63;
    }

    /** In Vowpal Wabbit's text, the columns as they are. */
    void write(Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < n; i++) {
                out.write(label[i] > 0 ? "1 |" : "-1 |");
                for (int k = start[i]; k < start[i + 1]; k++) {
                    out.write(" " + column[k] + ":" + value[k]);
                }
                out.write("\n");
            }
        }
    }
}
