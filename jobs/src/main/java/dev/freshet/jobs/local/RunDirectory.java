package dev.freshet.jobs.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for one run, deleted with all that is in it when the run ends, unless it is to be kept. */
public final class RunDirectory implements AutoCloseable {
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

    @Override
    public void close() {
        if (keep) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path + ", please do", e);
        }
    }
}
