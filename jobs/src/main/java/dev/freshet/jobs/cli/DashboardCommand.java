package dev.freshet.jobs.cli;

import dev.freshet.jobs.console.Steps;
import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.local.Dashboard;
import dev.freshet.jobs.local.RunDirectory;
import dev.freshet.jobs.local.StopRequest;
import dev.freshet.jobs.pipeline.Pipeline;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "dashboard",
        description = {
            "Shows a pipeline's models in a browser, from its output topics, until Ctrl-C.",
            "It joins no consumer group and writes nothing, so it may run beside a job, or without one, and any number of"
                    + " times."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  freshet dashboard -c pipeline.yaml                    for this machine alone",
            "  freshet dashboard -c pipeline.yaml --bind 0.0.0.0     for others, with a token, which is printed once"
        })
final class DashboardCommand implements Callable<Integer> {
    static final String LOOPBACK = "127.0.0.1";

    private static final Duration LOOK = Duration.ofSeconds(1);

    @Mixin
    private final PipelineOption config = new PipelineOption();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8686",
            description = "0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = LOOPBACK,
            description = "Address to listen on; another than the loopback's demands a token. What is sent is not"
                    + " encrypted: put a proxy with TLS before it. Default: ${DEFAULT-VALUE}.")
    private String bind = LOOPBACK;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Usage.require(spec, port >= 0 && port <= 65_535, "--port must lie in [0, 65535]", port);
        Pipeline pipeline = config.load();
        Terminal terminal = Terminal.of(System.out, System.getenv());
        StopRequest stop = StopRequest.onSignals();
        try (RunDirectory directory = RunDirectory.create("freshet-dashboard", false);
                Dashboard dashboard = new Steps(terminal)
                        .step(
                                "starting the dashboard",
                                () -> Dashboard.start(
                                        pipeline, bind, port, directory.path().resolve("dashboard.log")))) {
            terminal.line("dashboard at " + dashboard.url() + "; Ctrl-C ends it");
            while (!stop.await(LOOK)) {
                if (!dashboard.isAlive()) {
                    throw dashboard.ended();
                }
            }
        }
        return ExitCode.OK;
    }
}
