package dev.freshet.jobs.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory on a disk that can be full: a tmpfs of its own where this user may mount one. Where not, a file takes the
 * directory's place instead, so that nothing can be written either.
 */
final class Disk implements AutoCloseable {
    private static final int MIB = 32;

    private final Path directory;
    private final Path filler;
    private final Path aside;
    private final boolean mounted;

    private Disk(Path directory, boolean mounted) {
        this.directory = directory;
        this.mounted = mounted;
        filler = directory.resolve("filler");
        aside = directory.resolveSibling(directory.getFileName() + "-aside");
    }

    static Disk at(Path directory) throws IOException {
        Files.createDirectories(directory);
        return new Disk(
                directory, succeeds("mount", "-t", "tmpfs", "-o", "size=" + MIB + "m", "none", directory.toString()));
    }

    Path directory() {
        return directory;
    }

    /** How it gets full. */
    String kind() {
        return mounted ? "tmpfs of " + MIB + " MiB without space" : "a file in the place of the directory";
    }

    /** From now on no byte can be written. */
    void fill() throws IOException {
        if (!mounted) {
            Files.move(directory, aside);
            Files.createFile(directory);
            return;
        }
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            // full
        }
    }

    void free() throws IOException {
        if (mounted) {
            Files.delete(filler);
        } else {
            Files.delete(directory);
            Files.move(aside, directory);
        }
    }

    @Override
    public void close() {
        if (mounted && !succeeds("umount", "-l", directory.toString())) {
            throw new IllegalStateException("cannot unmount " + directory);
        }
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
