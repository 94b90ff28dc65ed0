package dev.freshet.model.data;

import dev.freshet.model.Example;

/** One line of a sparse text format. */
interface SparseParser {

    /** The line's label as it stands, empty where there is none. */
    String label(String line, Place place);

    /**
     * The line's features.
     *
     * @param label what {@link #label} has come to
     */
    Example example(String line, double label, long row, Place place);
}
