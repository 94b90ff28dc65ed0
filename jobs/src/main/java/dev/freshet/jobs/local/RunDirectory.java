package dev.freshet.jobs.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory for one run, deleted with all that is in it when the run ends, unless it is to be kept. */
public final class RunDirectory implements AutoCloseable {
    private static final int ATTEMPTS = 3;

    private final Path path;
    private final boolean keep;

    private RunDirectory(Path path, boolean keep) {
        this.path = path;
        this.keep = keep;
    }

    public static RunDirectory create(String prefix, boolean keep) throws IOException {
        return new RunDirectory(Files.createTempDirectory(prefix + "-"), keep);
    }

    public Path path() {
        return path;
    }

    /**
     * Deletes it, whatever others delete in it at the same time.
     *
     * @throws IOException if something is left
     */
    @Override
    public void close() throws IOException {
        if (keep) {
            return;
        }
        for (int i = 0; i < ATTEMPTS && Files.exists(path); i++) {
            deleteAll();
        }
        if (Files.exists(path)) {
            throw new IOException(path + " cannot be deleted with all that is in it: please do");
        }
    }

    private void deleteAll() throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                boolean unused = each.toFile().delete();
            }
        } catch (NoSuchFileException | UncheckedIOException e) {
            // Another deletes here, too: the next attempt sees what is left.
        }
    }
}
