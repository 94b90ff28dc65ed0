package dev.freshet.jobs.cli;

import dev.freshet.jobs.console.Steps;
import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.local.BrokerStartException;
import dev.freshet.jobs.local.Dashboard;
import dev.freshet.jobs.local.Demo;
import dev.freshet.jobs.local.LocalServices;
import dev.freshet.jobs.local.RunDirectory;
import dev.freshet.jobs.local.StopRequest;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.replay.RowSource;
import dev.freshet.model.BatchPolicy;
import dev.freshet.model.LearnerSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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
            "Trains models on real data, end to end, on this machine alone.",
            "Starts a Kafka broker and a Flink cluster, replays US flights of January 2001 or the data of another"
                    + " example, and predicts each label before it is learned from.",
            "Ctrl-C ends it in order: every event sent so far is answered and counted, and the exit code is that of a"
                    + " whole run. The third Ctrl-C ends it at once."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  freshet demo                                    all flights, 10,000 a second",
            "  freshet demo --example list                     what else there is",
            "  freshet demo --example digits                   a network that reads handwriting",
            "  freshet demo --late-labels                      each label comes as its flight arrives",
            "  freshet demo --events 20000 --rate 0            20,000 as fast as it goes",
            "  freshet demo --events 20000 --batch-size 1      plain SGD, flight by flight",
            "  freshet demo --events 20000 --parallelism 2     the same digits as with 1",
            "  freshet demo --stay                             to look at the page when all events are in",
            "  freshet demo --port 9092 --keep                 to look at the topics meanwhile and after"
        })
final class DemoCommand implements Callable<Integer> {
    private static final String LIST = "list";

    @Option(
            names = "--example",
            paramLabel = "NAME",
            defaultValue = Examples.FLIGHTS,
            description = "What to train on; list prints what there is. Default: ${DEFAULT-VALUE}.")
    private String name = Examples.FLIGHTS;

    @Option(
            names = "--late-labels",
            description =
                    "Whether a flight is late is known as it arrives, hours after it was predicted: the job joins the"
                            + " two, and learns in the order of arrivals.")
    private boolean lateLabels;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Events per second; 0 is as fast as it goes. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "Ends after N events. Default: all there are, as 508,239 flights.")
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
            names = "--dashboard-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port of the page that shows the models live; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private int dashboardPort;

    @Option(names = "--no-dashboard", description = "Runs without the page.")
    private boolean noDashboard;

    @Option(names = "--stay", description = "Keeps the page, and the broker, after the last event until Ctrl-C.")
    private boolean stay;

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
    public Integer call() throws Exception {
        Usage.require(spec, rate >= 0 && rate < Double.POSITIVE_INFINITY, "--rate must be >= 0", rate);
        Usage.require(spec, events >= 1, "--events must be >= 1", events);
        Usage.require(spec, parallelism >= 1 && parallelism <= 128, "--parallelism must lie in [1, 128]", parallelism);
        Usage.require(spec, port >= 0 && port <= 65_535, "--port must lie in [0, 65535]", port);
        Usage.require(
                spec,
                dashboardPort >= 0 && dashboardPort <= 65_535,
                "--dashboard-port must lie in [0, 65535]",
                dashboardPort);
        Examples examples = Examples.installed();
        if (name.equals(LIST)) {
            return list(examples);
        }
        Usage.require(
                spec,
                !lateLabels || name.equals(Examples.FLIGHTS),
                "--late-labels must be with the flights, which say when they arrived",
                name);
        DemoExample example = lateLabels ? Examples.arrivingFlights() : examples.find(name);
        if (example == null) {
            throw unknown(examples);
        }
        return run(example, pipeline(example));
    }

    private int list(Examples examples) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        for (String each : examples.names()) {
            DemoExample example = examples.find(each);
            out.printf("%-10s %s%n", each, example == null ? "" : example.title());
        }
        return ExitCode.OK;
    }

    private ParameterException unknown(Examples examples) throws IOException {
        return new ParameterException(
                spec.commandLine(),
                "--example must be one of " + String.join(", ", examples.names()) + ": got " + name);
    }

    private int run(DemoExample example, Pipeline pipeline) throws Exception {
        Terminal terminal = Terminal.of(System.out, System.getenv());
        StopRequest stop = StopRequest.onSignals();
        terminal.line(example.title());
        try (RunDirectory directory = RunDirectory.create("freshet-demo", keep)) {
            boolean balanced = run(pipeline, example.rows(), terminal, stop, directory.path());
            if (keep) {
                terminal.line("kept: topics, checkpoints and the broker's log, in " + directory.path());
            }
            return balanced ? ExitCode.OK : ExitCode.FAILURE;
        }
    }

    private boolean run(Pipeline chosen, RowSource rows, Terminal terminal, StopRequest stop, Path directory)
            throws Exception {
        int slots = chosen.chosenParallelism().orElse(parallelism);
        try (LocalServices services = new Steps(terminal)
                .step(
                        "starting a Kafka broker and a Flink cluster",
                        () -> LocalServices.start(directory, port, slots))) {
            terminal.line("Kafka at " + services.broker().bootstrap() + ", batches of "
                    + chosen.learner().batch().size());
            if (chosen.labels() != null) {
                terminal.line("a flight's label comes as it lands, on topic "
                        + chosen.topics().labels() + "; \"await label\" counts those in the air");
            }
            Pipeline pipeline = chosen.withKafka(services.broker().settings())
                    .withCheckpointDirectory(
                            directory.resolve("checkpoints").toUri().toString());
            Demo.Options options = new Demo.Options(rate, events, failAfter);
            try (DemoPage page = page(pipeline, terminal, directory)) {
                boolean balanced = new Demo(pipeline, rows, services, options, terminal, stop, directory).run();
                page.stay(stay, stop);
                return balanced;
            }
        } catch (BrokerStartException e) {
            return endedByCtrlC(stop, terminal, e);
        }
    }

    /** Without a launcher there is no page to start. */
    private DemoPage page(Pipeline pipeline, Terminal terminal, Path directory) throws Exception {
        return noDashboard || !Dashboard.installed()
                ? DemoPage.none(terminal)
                : DemoPage.start(pipeline, dashboardPort, terminal, directory);
    }

    /** Ctrl-C reaches the broker's process, too, perhaps before it can know that it is not meant. */
    private static boolean endedByCtrlC(StopRequest stop, Terminal terminal, BrokerStartException failure) {
        if (!stop.requested()) {
            throw failure;
        }
        terminal.line("stopped before the first event");
        return true;
    }

    private Pipeline pipeline(DemoExample example) {
        Pipeline pipeline = example.pipeline();
        return batchSize == null ? pipeline : pipeline.withLearner(batchesOf(batchSize, pipeline.learner()));
    }

    private LearnerSpec batchesOf(int size, LearnerSpec learner) {
        try {
            return learner.withBatch(new BatchPolicy(size, learner.batch().maxAgeMillis()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--batch-size: " + e.getMessage(), e);
        }
    }
}
