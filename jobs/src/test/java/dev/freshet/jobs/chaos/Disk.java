package dev.freshet.jobs.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A directory on a disk that can be full: a tmpfs of its own where this user may mount one. Where not, a file takes the
 * directory's place instead, so that nothing can be written either.
 */
final class Disk implements AutoCloseable {
    private final Path directory;
    private final Path filler;
    private final Path aside;
    private final boolean mounted;
    private final int mib;

    private Disk(Path directory, int mib, boolean mounted) {
        this.mib = mib;
        this.directory = directory;
        this.mounted = mounted;
        filler = directory.resolve("filler");
        aside = directory.resolveSibling(directory.getFileName() + "-aside");
    }

    /** @param mib how much it holds */
    static Disk at(Path directory, int mib) throws IOException {
        Files.createDirectories(directory);
        return new Disk(
                directory,
                mib,
                succeeds("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "none", directory.toString()));
    }

    /** Whether it is a file system of its own, so that what has a file open there sees it full. */
    boolean mounted() {
        return mounted;
    }

    Path directory() {
        return directory;
    }

    /** How it gets full. */
    String kind() {
        return mounted ? "tmpfs of " + mib + " MiB without space" : "a file in the place of the directory";
    }

    /** No byte can be written until others are deleted, or it is freed. */
    void fill() throws IOException {
        if (!mounted) {
            if (!Files.exists(aside)) {
                Files.move(directory, aside);
                Files.createFile(directory);
            }
            return;
        }
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
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
