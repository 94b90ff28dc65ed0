package dev.freshet.jobs.replay;

import java.io.IOException;

/** A table that can be read from its beginning as often as it is opened. */
public interface RowSource {

    Rows open() throws IOException;
}
