package dev.freshet.jobs.cli;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "validate",
        description = "Checks a pipeline file and says what it describes, or all that is wrong with it.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  freshet validate -c jobs/examples/flights-csv.yaml")
final class ValidateCommand implements Callable<Integer> {

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The pipeline file.")
    private Path config = Path.of("pipeline.yaml");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Pipeline pipeline = PipelineFile.load(config);
        PrintWriter out = spec.commandLine().getOut();
        pipeline.describe().forEach(out::println);
        out.println(config + " is valid");
        return ExitCode.OK;
    }
}
