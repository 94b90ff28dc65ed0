package dev.freshet.model.data;

import dev.freshet.model.Example;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A file of examples in its own order, and their schema. It holds no row: each iteration reads the file again, from its
 * beginning, and closes it at its end. The row's number, from 0, is the example's offset and its time.
 */
public final class Dataset implements Iterable<Example> {
    private final Source source;

    Dataset(Source source) {
        this.source = source;
    }

    /** {@link #read(Path, Columns)} with all columns inferred, the last one the label. */
    public static Dataset read(Path file) throws IOException {
        return read(file, Columns.INFERRED);
    }

    /**
     * Reads a file by its ending, {@code .gz} aside: {@code .csv}, {@code .tsv}, {@code .arff}, {@code .libsvm} or
     * {@code .svm}, {@code .vw}.
     *
     * @param columns of a table; the sparse formats, whose columns have no names, take no part of it
     * @throws IOException if the file cannot be read
     * @throws DataException if its schema cannot be told
     */
    public static Dataset read(Path file, Columns columns) throws IOException {
        String name = Files.name(file).toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return switch (ending) {
            case "csv" -> csv(file, ',', columns);
            case "tsv" -> csv(file, '\t', columns);
            case "arff" -> arff(file, columns);
            case "libsvm", "svm" -> libsvm(file);
            case "vw" -> vw(file, 18);
            default ->
                throw new DataException(
                        Place.of(Files.name(file)),
                        "must end in .csv, .tsv, .arff, .libsvm, .svm or .vw, each with or without .gz",
                        ending,
                        "name the format: csv(…), arff(…), libsvm(…), vw(…), idx(…)");
        };
    }

    /** Comma-separated values with a header; {@code separator} may be another character than the comma. */
    public static Dataset csv(Path file, char separator, Columns columns) throws IOException {
        return new Dataset(new TableSource(() -> new CsvTable(file, separator), columns));
    }

    /** Weka's format; the last attribute is the label unless told otherwise. */
    public static Dataset arff(Path file, Columns columns) throws IOException {
        return new Dataset(new TableSource(() -> new ArffTable(file), columns));
    }

    /** LIBSVM's sparse rows; up to 1,024 columns they become numbers. */
    public static Dataset libsvm(Path file) throws IOException {
        var parser = new LibSvmParser();
        return new Dataset(new SparseSource(file, parser, parser::schema));
    }

    /**
     * Vowpal Wabbit's text, its features hashed to {@code 1 << bits} columns of the examples' sparse part.
     *
     * @param bits 1 to 24
     */
    public static Dataset vw(Path file, int bits) throws IOException {
        var parser = new VwParser(bits);
        return new Dataset(new SparseSource(file, parser, parser::schema));
    }

    /** A file of inputs, such as images, and one of their labels: whole numbers that are the classes. */
    public static Dataset idx(Path inputs, Path labels) throws IOException {
        return new Dataset(new IdxSource(inputs, labels));
    }

    /** What the examples hold. */
    public Schema schema() {
        return source.schema();
    }

    /** All examples in memory, a new list. */
    public List<Example> toList() {
        List<Example> all = new ArrayList<>();
        forEach(all::add);
        return all;
    }

    /**
     * Reads on as it is asked; a failure to read is an {@link UncheckedIOException}, a row that is not as it must be a
     * {@link DataException}. The file is closed at its end and by any failure; an iterator that is left before keeps it
     * open until it is collected.
     */
    @Override
    public Iterator<Example> iterator() {
        return new RowIterator(source);
    }

    private static final class RowIterator implements Iterator<Example> {
        private final Rows rows;
        private @Nullable Example next;

        RowIterator(Source source) {
            try {
                rows = source.open();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            advance();
        }

        private void advance() {
            try {
                next = rows.next();
                if (next == null) {
                    rows.close();
                }
            } catch (IOException e) {
                throw closed(new UncheckedIOException(e));
            } catch (RuntimeException e) {
                throw closed(e);
            }
        }

        private <E extends RuntimeException> E closed(E failure) {
            next = null;
            try {
                rows.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
            return failure;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Example next() {
            Example example = next;
            if (example == null) {
                throw new NoSuchElementException("the file has no further row");
            }
            advance();
            return example;
        }
    }
}
