package dev.freshet.jobs.cli;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineFile;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code -c FILE}, the same in every command that takes a pipeline. */
final class PipelineOption {

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The pipeline file.")
    private Path file = Path.of("pipeline.yaml");

    /**
     * Reads the file.
     *
     * @throws dev.freshet.jobs.pipeline.PipelineException with all that is wrong with it
     */
    Pipeline load() {
        return PipelineFile.load(file);
    }

    Path file() {
        return file;
    }

    /** Another file as the pipeline file names it: from its own directory, quoted as YAML. */
    String quoted(Path other) {
        Path directory = file.toAbsolutePath().normalize().resolve("..").normalize();
        Path path = directory.relativize(other.toAbsolutePath().normalize());
        return "'" + path.toString().replace("'", "''") + "'";
    }
}
