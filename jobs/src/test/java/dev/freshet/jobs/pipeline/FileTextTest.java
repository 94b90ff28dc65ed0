package dev.freshet.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTextTest {

    @TempDir
    Path folder;

    @Test
    void aFileIsReadWithItsMarkAndItsLines() throws IOException {
        Path file = write("\uFEFF" + Sample.SMALL.replace("\n", "\r\n"));

        assertThat(PipelineFile.load(file)).isEqualTo(Sample.parse(Sample.SMALL));
    }

    @Test
    void aProblemNamesTheFileWithoutItsFolder() throws IOException {
        refuses(
                write(Sample.with("rate: 0.1", "rate: x")),
                ":6:27 model.optimizer.sgd.rate: expected number or a mapping, found string \"x\"");
    }

    @Test
    void aMissingFileIsCalledMissing() {
        refuses(folder.resolve("pipeline.yaml"), ": there is no such file");
    }

    @Test
    void aDirectoryIsCalledADirectory() throws IOException {
        refuses(Files.createDirectory(folder.resolve("pipeline.yaml")), ": is a directory: name a file in it");
    }

    @Test
    void anEmptyFileIsCalledEmpty() throws IOException {
        refuses(write(""), ": is empty: begin with a name, a task, features and a model");
    }

    @Test
    void aHugeFileIsNotReadToItsEnd() throws IOException {
        Path file = folder.resolve("pipeline.yaml");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 30);
        }

        refuses(file, ": is larger than 1 MiB, the most a pipeline file may have");
    }

    @Test
    void aFileInAnotherEncodingIsRefused() throws IOException {
        Path file = folder.resolve("pipeline.yaml");
        Files.write(file, "name: Zürich".getBytes(StandardCharsets.ISO_8859_1));

        refuses(file, ": is not UTF-8: save it in that encoding");
    }

    @Test
    void theWantOfARightIsCalledSo() {
        // Root reads every file, so no file on disk shows this to every user.
        assertThat(FileText.reason(new AccessDeniedException("pipeline.yaml"))).isEqualTo("permission denied");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("pipeline.yaml"), text);
    }

    private static void refuses(Path file, String problem) {
        assertThatThrownBy(() -> PipelineFile.load(file))
                .isInstanceOf(PipelineException.class)
                .hasMessage("pipeline.yaml" + problem);
    }
}
