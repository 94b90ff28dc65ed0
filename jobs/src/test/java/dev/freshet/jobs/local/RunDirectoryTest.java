package dev.freshet.jobs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.jobs.StartUpException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void aRunLeavesNothingBehind() throws IOException {
        Path path;
        try (RunDirectory run = RunDirectory.create("freshet-test", false)) {
            path = run.path();
            Files.createDirectories(path.resolve("a/b/c"));
            Files.writeString(path.resolve("a/b/file"), "x");
            Files.createSymbolicLink(path.resolve("a/link"), directory);
        }

        assertThat(path).doesNotExist();
        assertThat(directory).exists();
    }

    @Test
    void whatIsToBeKeptStays() throws IOException {
        Path path;
        try (RunDirectory run = RunDirectory.create("freshet-test", true)) {
            path = run.path();
        }

        assertThat(path).isDirectory();
        Files.delete(path);
    }

    @Test
    void aDirectoryThatIsGoneAlreadyIsNoFailure() throws IOException {
        try (RunDirectory run = RunDirectory.create("freshet-test", false)) {
            Files.delete(run.path());
        }
    }

    @Test
    void aCheckpointDirectoryIsMadeAndGivenAsAUri() {
        Path checkpoints = directory.resolve("with space/checkpoints");

        assertThat(CheckpointDirectory.ready(checkpoints.toString()))
                .isEqualTo("file://" + checkpoints.toString().replace(" ", "%20"));
        assertThat(checkpoints).isEmptyDirectory();
        assertThat(CheckpointDirectory.ready(checkpoints.toUri().toString())).startsWith("file://");
        assertThat(CheckpointDirectory.ready("s3://bucket/checkpoints")).isEqualTo("s3://bucket/checkpoints");
    }

    @Test
    void aCheckpointDirectoryThatCannotBeWrittenToIsRefusedBeforeTheJobStarts() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() ->
                        CheckpointDirectory.ready(file.resolve("checkpoints").toString()))
                .isInstanceOf(StartUpException.class)
                .hasMessageStartingWith(
                        "checkpoint.directory must be a directory that this user may write to: got " + file);
        assertThatThrownBy(() -> CheckpointDirectory.ready("file:///with space"))
                .isInstanceOf(StartUpException.class);
    }
}
