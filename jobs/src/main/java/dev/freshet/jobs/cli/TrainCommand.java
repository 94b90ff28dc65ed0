package dev.freshet.jobs.cli;

import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.local.StopRequest;
import dev.freshet.jobs.local.Train;
import dev.freshet.jobs.pipeline.Pipeline;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        description = {
            "Trains from your Kafka, on a Flink cluster in this process.",
            "Ctrl-C saves all models and stops; --from continues there. To run on a Flink cluster, give it the job jar"
                    + " instead: flink run jobs/target/freshet-job.jar -c FILE"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  freshet train -c pipeline.yaml                          until Ctrl-C",
            "  freshet train -c pipeline.yaml --to-end                 what the topic holds now, then publish",
            "  freshet train -c pipeline.yaml --from file:///.../savepoint-1234   go on"
        })
final class TrainCommand implements Callable<Integer> {

    @Mixin
    private final PipelineOption config = new PipelineOption();

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            defaultValue = "1",
            description = "Subtasks, where the pipeline names no number. Default: ${DEFAULT-VALUE}.")
    private int parallelism;

    @Option(names = "--from", paramLabel = "SAVEPOINT", description = "Continues from a savepoint or checkpoint.")
    private @Nullable String savepoint;

    @Option(
            names = "--to-end",
            description = "Ends where the events topic ends now, and publishes every model on the models topic.")
    private boolean toEnd;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Usage.require(spec, parallelism >= 1 && parallelism <= 128, "--parallelism must lie in [1, 128]", parallelism);
        Pipeline pipeline = config.load();
        if (pipeline.checkpointDirectory() == null) {
            Path checkpoints = Path.of("freshet-checkpoints", pipeline.name());
            pipeline = pipeline.withCheckpointDirectory(checkpoints.toString());
        }
        Terminal terminal = Terminal.of(System.out, System.getenv());
        Train.Options options = new Train.Options(parallelism, savepoint, toEnd);
        new Train(pipeline, options, terminal, StopRequest.onSignals()).run();
        return ExitCode.OK;
    }
}
