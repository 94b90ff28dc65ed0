package dev.freshet.model.data;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens files, gzipped or not, whatever their names say. */
final class Files {
    private static final int BUFFER = 1 << 16;

    private Files() {}

    static InputStream bytes(Path file) throws IOException {
        var raw = new BufferedInputStream(java.nio.file.Files.newInputStream(file), BUFFER);
        raw.mark(2);
        boolean zipped = raw.read() == 0x1f && raw.read() == 0x8b;
        raw.reset();
        return zipped ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw;
    }

    /** Strict UTF-8, a byte order mark skipped. */
    static BufferedReader text(Path file) throws IOException {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var reader = new BufferedReader(new InputStreamReader(bytes(file), decoder), BUFFER);
        reader.mark(1);
        try {
            if (reader.read() != '\ufeff') {
                reader.reset();
            }
        } catch (CharacterCodingException e) {
            reader.close();
            throw notUtf8(Place.of(name(file)));
        }
        return reader;
    }

    static DataException notUtf8(Place place) {
        return new DataException(place, "text must be UTF-8", "other bytes", "convert the file");
    }

    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
