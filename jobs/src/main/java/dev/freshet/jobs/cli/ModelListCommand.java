package dev.freshet.jobs.cli;

import dev.freshet.jobs.models.ModelText;
import dev.freshet.jobs.models.Published;
import dev.freshet.jobs.models.PublishedModels;
import dev.freshet.jobs.pipeline.Pipeline;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description =
                "The newest model of each key, one a line: step, fingerprint, why it was published, bytes, when, where.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  freshet model list -c pipeline.yaml")
final class ModelListCommand implements Callable<Integer> {

    @Mixin
    private final PipelineOption config = new PipelineOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Pipeline pipeline = config.load();
        List<Published> models = new PublishedModels(pipeline).newest();
        PrintWriter out = spec.commandLine().getOut();
        models.forEach(model -> out.println(ModelText.line(model)));
        out.printf("%,d models on %s%n", models.size(), pipeline.topics().models());
        out.flush();
        return ExitCode.OK;
    }
}
