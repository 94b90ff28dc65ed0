package dev.freshet.jobs.cli;

import dev.freshet.jobs.models.ModelDiff;
import dev.freshet.jobs.models.OpenedModel;
import dev.freshet.jobs.models.PublishedModels;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "diff",
        description =
                "How far a key's weights have moved between two published steps, layer by layer, and which moved most.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  freshet model diff AA -c pipeline.yaml --from 16 --to 250")
final class ModelDiffCommand implements Callable<Integer> {
    private static final int MOST = 100_000;

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Option(names = "--from", paramLabel = "STEP", required = true, description = "The one step.")
    private long from;

    @Option(names = "--to", paramLabel = "STEP", required = true, description = "The other.")
    private long to;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many of the largest changes. Default: ${DEFAULT-VALUE}.")
    private int top;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Usage.require(spec, top >= 0 && top <= MOST, "--top must lie in [0, " + MOST + "]", top);
        PublishedModels models = new PublishedModels(options.config().load());
        OpenedModel one = models.open(models.at(options.key(), from));
        OpenedModel other = models.open(models.at(options.key(), to));
        PrintWriter out = spec.commandLine().getOut();
        ModelDiff.lines(one, other, top).forEach(out::println);
        out.flush();
        return ExitCode.OK;
    }
}
