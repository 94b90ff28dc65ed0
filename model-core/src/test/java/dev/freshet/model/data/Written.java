package dev.freshet.model.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes a test's files. */
final class Written {
    private Written() {}

    static Path text(Path folder, String name, String... lines) throws IOException {
        return bytes(folder, name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static Path bytes(Path folder, String name, byte... content) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = name.endsWith(".gz")
                ? new GZIPOutputStream(java.nio.file.Files.newOutputStream(file))
                : java.nio.file.Files.newOutputStream(file)) {
            out.write(content);
        }
        return file;
    }
}
