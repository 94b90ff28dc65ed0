package dev.freshet.jobs.replay;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table read once, row by row, front to back. */
public interface Rows extends AutoCloseable {

    /** Column names, in order. */
    List<String> header();

    /** The next row, as many cells as columns; null at the end. The array may be reused. */
    String @Nullable [] next() throws IOException;

    @Override
    void close() throws IOException;
}
