package dev.freshet.jobs.cli;

import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.local.Score;
import dev.freshet.jobs.local.StopRequest;
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
        name = "score",
        description = {
            "Answers features with the newest model of their key, on a Flink cluster in this process.",
            "A new model takes effect without a restart. Ctrl-C saves the models that answer and the features that wait;"
                    + " --from continues there. To run on a Flink cluster: flink run -c dev.freshet.jobs.ScoreOnCluster"
                    + " jobs/target/freshet-job.jar -c FILE"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  freshet score -c pipeline.yaml                 until Ctrl-C",
            "  freshet score -c pipeline.yaml --catch-up      by no older model than the topic holds now"
        })
final class ScoreCommand implements Callable<Integer> {

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
            names = "--catch-up",
            description = "Reads the models topic to its present end before the first answer; features wait meanwhile.")
    private boolean catchUp;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Usage.require(spec, parallelism >= 1 && parallelism <= 128, "--parallelism must lie in [1, 128]", parallelism);
        Pipeline pipeline = config.load();
        if (pipeline.checkpointDirectory() == null) {
            Path checkpoints = Path.of("freshet-checkpoints", pipeline.name() + "-scoring");
            pipeline = pipeline.withCheckpointDirectory(checkpoints.toString());
        }
        Terminal terminal = Terminal.of(System.out, System.getenv());
        Score.Options options = new Score.Options(parallelism, savepoint, catchUp);
        new Score(pipeline, options, terminal, StopRequest.onSignals()).run();
        return ExitCode.OK;
    }
}
