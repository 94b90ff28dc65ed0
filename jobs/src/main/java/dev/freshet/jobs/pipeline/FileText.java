package dev.freshet.jobs.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a pipeline file, or the exact reason why there is none. */
final class FileText {
    private static final int MAX_BYTES = 1 << 20;

    private FileText() {}

    static String read(Path file, String name) {
        if (!Files.exists(file)) {
            throw failure(name, "there is no such file");
        }
        if (Files.isDirectory(file)) {
            throw failure(name, "is a directory: name a file in it");
        }
        return decode(bytes(file, name), name);
    }

    private static byte[] bytes(Path file, String name) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw failure(name, "is larger than 1 MiB, the most a pipeline file may have");
            }
            return bytes;
        } catch (IOException e) {
            throw failure(name, "cannot be read: " + reason(e));
        }
    }

    static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }

    private static String decode(byte[] bytes, String name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw failure(name, "is not UTF-8: save it in that encoding");
        }
    }

    private static PipelineException failure(String name, String message) {
        Problems problems = new Problems(name);
        problems.add(message);
        return problems.asException();
    }
}
