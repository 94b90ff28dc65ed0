package dev.freshet.jobs.cli;

import dev.freshet.jobs.models.ModelText;
import dev.freshet.jobs.models.OpenedModel;
import dev.freshet.jobs.models.PublishedModels;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description =
                "A key's newest model: what its headers say, what it has seen, how large its weights are, and what was"
                        + " published of it before.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  freshet model show AA -c pipeline.yaml")
final class ModelShowCommand implements Callable<Integer> {

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        PublishedModels models = new PublishedModels(options.config().load());
        OpenedModel model = models.open(models.newest(options.key()));
        PrintWriter out = spec.commandLine().getOut();
        ModelText.full(model, models.history(options.key())).forEach(out::println);
        out.flush();
        return ExitCode.OK;
    }
}
