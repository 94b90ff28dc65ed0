package dev.freshet.jobs.cli;

import dev.freshet.jobs.local.LocalRunException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that a command makes and that must not be there yet. */
final class NewFile {
    private NewFile() {}

    /** @throws LocalRunException if it is there already */
    static void write(Path file, byte[] bytes) throws IOException {
        try {
            Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new LocalRunException(file + " is there already and is left as it is: name another file", e);
        }
    }
}
