package dev.freshet.jobs.cli;

import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.local.Demo;
import dev.freshet.jobs.local.RunDirectory;
import dev.freshet.jobs.local.StopRequest;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineFile;
import dev.freshet.kafka.EmbeddedBroker;
import dev.freshet.model.BatchPolicy;
import dev.freshet.model.LearnerSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = {
            "Trains one model per airport on real flights, end to end, on this machine alone.",
            "Starts a Kafka broker and a Flink cluster, replays US flights of January 2001, and predicts for each"
                    + " flight whether it will be 15 minutes late, before its label is learned from. Ctrl-C ends it in"
                    + " order."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {
    private static final String PIPELINE = "/dev/freshet/demo/flights.yaml";

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Events per second; 0 is as fast as it goes. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(names = "--events", paramLabel = "N", description = "Ends after N events. Default: all 508,239 flights.")
    private long events = Long.MAX_VALUE;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "Examples per gradient step, instead of the pipeline's.")
    private @Nullable Integer batchSize;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            defaultValue = "1",
            description = "Subtasks of the job; no digit of the result depends on it. Default: ${DEFAULT-VALUE}.")
    private int parallelism;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port of the broker on the loopback address; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--keep", description = "Keeps the topics, checkpoints and logs of the run, and says where.")
    private boolean keep;

    @Option(
            names = "--inject-failure",
            paramLabel = "N",
            hidden = true,
            description = "For tests: the job fails once after N records and recovers.")
    private long failAfter;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        require(rate >= 0 && rate < Double.POSITIVE_INFINITY, "--rate must be >= 0", rate);
        require(events >= 1, "--events must be >= 1", events);
        require(parallelism >= 1 && parallelism <= 128, "--parallelism must lie in [1, 128]", parallelism);
        require(port >= 0 && port <= 65_535, "--port must lie in [0, 65535]", port);
        Terminal terminal = Terminal.of(System.out, System.getenv());
        StopRequest stop = StopRequest.onSignals();
        try (RunDirectory directory = RunDirectory.create("freshet-demo", keep);
                EmbeddedBroker broker = startBroker(directory.path())) {
            Pipeline pipeline = pipeline(broker, directory.path());
            terminal.out().println("Flights of January 2001, one model per airport: will it be 15 minutes late?");
            terminal.out().println("broker " + broker.bootstrap() + ", batches of "
                    + pipeline.learner().batch().size() + (keep ? ", kept in " + directory.path() : ""));
            terminal.out().println();
            Demo.Options options = new Demo.Options(rate, events, parallelism, failAfter);
            boolean balanced = new Demo(pipeline, options, terminal, stop, directory.path()).run();
            return balanced ? ExitCode.OK : ExitCode.FAILURE;
        }
    }

    private EmbeddedBroker startBroker(Path directory) throws IOException {
        return EmbeddedBroker.in(directory.resolve("kafka"))
                .port(port)
                .log(directory.resolve("broker.log"))
                .start();
    }

    private Pipeline pipeline(EmbeddedBroker broker, Path directory) throws IOException {
        try (InputStream yaml = DemoCommand.class.getResourceAsStream(PIPELINE)) {
            if (yaml == null) {
                throw new IOException(PIPELINE + " is missing from the class path: build the jobs module again");
            }
            String text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
            Pipeline pipeline = PipelineFile.parse("flights.yaml", text, Map.of())
                    .withKafka(broker.settings())
                    .withCheckpointDirectory(
                            directory.resolve("checkpoints").toUri().toString());
            LearnerSpec learner = pipeline.learner();
            return batchSize == null
                    ? pipeline
                    : pipeline.withLearner(learner.withBatch(
                            new BatchPolicy(batchSize, learner.batch().maxAgeMillis())));
        }
    }

    private void require(boolean condition, String rule, Object found) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), rule + ": got " + found);
        }
    }
}
