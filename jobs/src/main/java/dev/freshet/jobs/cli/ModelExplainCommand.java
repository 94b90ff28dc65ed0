package dev.freshet.jobs.cli;

import dev.freshet.jobs.models.Explained;
import dev.freshet.jobs.models.PublishedModels;
import dev.freshet.jobs.pipeline.Pipeline;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        description = "What a key's newest model says of an event, and what each input added to that score.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  freshet model explain AA -c pipeline.yaml --event '{\"x\": {\"a\": 1}}'")
final class ModelExplainCommand implements Callable<Integer> {
    private static final int MOST = 100_000;

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Option(
            names = "--event",
            paramLabel = "JSON",
            required = true,
            description =
                    "An event as the events topic has them; it needs neither key nor label, and without a time it is of"
                            + " now.")
    private String event = "";

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            description = "The class whose score is explained. Default: the one that is predicted.")
    private @Nullable String target;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many inputs, the largest first. Default: ${DEFAULT-VALUE}.")
    private int top;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Usage.require(spec, top >= 0 && top <= MOST, "--top must lie in [0, " + MOST + "]", top);
        Pipeline pipeline = options.config().load();
        PublishedModels models = new PublishedModels(pipeline);
        PrintWriter out = spec.commandLine().getOut();
        Explained.by(models.open(models.newest(options.key())), pipeline, event, System.currentTimeMillis(), target)
                .lines(top)
                .forEach(out::println);
        out.flush();
        return ExitCode.OK;
    }
}
