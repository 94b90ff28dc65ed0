package dev.freshet.model.data;

import java.io.IOException;

/** A file whose schema is known; it can be opened again and again. */
interface Source {

    Schema schema();

    Rows open() throws IOException;
}
