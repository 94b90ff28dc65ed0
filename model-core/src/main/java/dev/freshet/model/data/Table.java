package dev.freshet.model.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An open file of named columns, row by row, as text. */
interface Table extends Closeable {

    List<String> names();

    /**
     * What the file itself declares of a column.
     *
     * @return {@link Columns.Role#NUMBER}, {@link Columns.Role#CATEGORY}, {@link Columns.Role#TEXT}, or null for nothing
     */
    Columns.@Nullable Role declared(int column);

    /** The values that the file declares for a column of categories, in their order; empty for none. */
    List<String> values(int column);

    /** The fields of the next row, as many as {@link #names()}, or null at the end; reused. */
    String @Nullable [] next() throws IOException;

    /** Of the row that was read last. */
    Place place();
}
