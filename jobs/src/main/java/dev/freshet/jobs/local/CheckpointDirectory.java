package dev.freshet.jobs.local;

import dev.freshet.jobs.StartUpException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Where a job on this machine saves its state. */
public final class CheckpointDirectory {

    private CheckpointDirectory() {}

    /**
     * Makes a directory of this machine, so that a job does not find out at its first checkpoint that it cannot be made.
     *
     * @param setting a path, from where the command was given, or a URI
     * @return its URI; that of another file system as it stands
     * @throws StartUpException if nothing can be written there
     */
    public static String ready(String setting) {
        try {
            URI uri = setting.contains(":")
                    ? new URI(setting)
                    : Path.of(setting).toAbsolutePath().toUri();
            return "file".equals(uri.getScheme()) ? ready(Path.of(uri.getPath())) : setting;
        } catch (URISyntaxException | InvalidPathException | IOException e) {
            throw new StartUpException(
                    List.of("checkpoint.directory must be a directory that this user may write to: got " + setting
                            + " (" + e + ")"));
        }
    }

    private static String ready(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.delete(Files.createTempFile(directory, "freshet", ".probe"));
        String uri = directory.toUri().toString();
        return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }
}
