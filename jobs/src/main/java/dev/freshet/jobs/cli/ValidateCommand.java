package dev.freshet.jobs.cli;

import dev.freshet.jobs.pipeline.Pipeline;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "validate",
        description = "Checks a pipeline file and says what it describes, or all that is wrong with it.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  freshet validate -c jobs/examples/flights-csv.yaml")
final class ValidateCommand implements Callable<Integer> {

    @Mixin
    private final PipelineOption config = new PipelineOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Pipeline pipeline = config.load();
        PrintWriter out = spec.commandLine().getOut();
        pipeline.describe().forEach(out::println);
        out.println(config.file() + " is valid");
        return ExitCode.OK;
    }
}
