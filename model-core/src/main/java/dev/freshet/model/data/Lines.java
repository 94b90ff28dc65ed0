package dev.freshet.model.data;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a text file, counted, so that an error can say where. */
final class Lines implements Closeable {
    private final String file;
    private final BufferedReader reader;
    private long line;

    Lines(Path path) throws IOException {
        file = Files.name(path);
        reader = Files.text(path);
    }

    /** Null at the end. */
    @Nullable
    String next() throws IOException {
        line++;
        try {
            return reader.readLine();
        } catch (CharacterCodingException e) {
            throw Files.notUtf8(place());
        }
    }

    /** Of the line that was read last. */
    Place place() {
        return new Place(file, line, "");
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
