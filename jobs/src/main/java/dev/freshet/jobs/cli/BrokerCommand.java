package dev.freshet.jobs.cli;

import dev.freshet.jobs.console.Steps;
import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.local.BrokerStartException;
import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.jobs.local.StopRequest;
import dev.freshet.kafka.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "broker",
        description = {
            "Runs a Kafka broker on this machine until Ctrl-C, for trying things without one of your own.",
            "One node on the loopback address; its topics stay in the directory and are there again the next time."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  freshet broker --port 9092 --dir kafka-data")
final class BrokerCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofSeconds(1);

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "freshet-broker",
            description = "Where the topics are kept. Default: ./${DEFAULT-VALUE}.")
    private Path directory = Path.of("freshet-broker");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Usage.require(spec, port >= 0 && port <= 65_535, "--port must lie in [0, 65535]", port);
        Files.createDirectories(directory);
        Terminal terminal = Terminal.of(System.out, System.getenv());
        StopRequest stop = StopRequest.onSignals();
        try (EmbeddedBroker broker = new Steps(terminal).step("starting a Kafka broker", this::start)) {
            terminal.line("Kafka at " + broker.bootstrap() + ", topics in " + directory.toAbsolutePath()
                    + "; Ctrl-C stops it");
            while (!stop.await(LOOK)) {
                if (!broker.isAlive()) {
                    throw new LocalRunException("the broker has ended by itself: see " + broker.log(), null);
                }
            }
        }
        return ExitCode.OK;
    }

    private EmbeddedBroker start() {
        try {
            return EmbeddedBroker.in(directory.resolve("kafka"))
                    .port(port)
                    .log(directory.resolve("broker.log"))
                    .start();
        } catch (IllegalStateException e) {
            throw new BrokerStartException(e);
        }
    }
}
