package dev.freshet.model.data;

import dev.freshet.model.Example;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of an open file, one after the other. */
interface Rows extends Closeable {

    /** Null at the end. */
    @Nullable
    Example next() throws IOException;
}
