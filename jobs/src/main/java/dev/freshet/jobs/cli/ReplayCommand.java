package dev.freshet.jobs.cli;

import dev.freshet.jobs.console.ProgressBar;
import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.local.StopRequest;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineFile;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.jobs.replay.CsvRows;
import dev.freshet.jobs.replay.Replay;
import dev.freshet.jobs.replay.RowEvent;
import dev.freshet.kafka.EventProducer;
import dev.freshet.kafka.TopicSpec;
import dev.freshet.kafka.Topics;
import dev.freshet.wire.Outbound;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        description = {
            "Sends a CSV file to the pipeline's events topic, a row an event.",
            "Columns are found by the names that the pipeline gives to the key, the label and the inputs; an empty cell"
                    + " or ? is a missing value, and a time may be epoch milliseconds or ISO 8601."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReplayCommand implements Callable<Integer> {

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "A CSV file with a header, plain or gzipped.")
    private Path file = Path.of("events.csv");

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The pipeline file.")
    private Path config = Path.of("pipeline.yaml");

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Events per second; 0 is as fast as it goes. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(names = "--events", paramLabel = "N", description = "Ends after N events. Default: the whole file.")
    private long events = Long.MAX_VALUE;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY) || events < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--rate must be >= 0 and --events >= 1: got " + rate + " and " + events);
        }
        Pipeline pipeline = PipelineFile.load(config);
        try (CsvRows rows = CsvRows.open(file)) {
            RowEvent event = new RowEvent(
                    rows.header(),
                    pipeline.events(),
                    pipeline.learner().features().schema(),
                    pipeline.learner().task());
            ensureTopic(pipeline);
            try (EventProducer producer = new EventProducer(pipeline.kafka())) {
                send(new Replay(rows, event, target(pipeline, producer), rate, events), rows);
            }
        }
        return ExitCode.OK;
    }

    private static void ensureTopic(Pipeline pipeline) {
        PipelineTopics topics = pipeline.topics();
        List<TopicSpec> specs =
                List.of(TopicSpec.of(topics.events(), topics.partitions()).replicated(topics.replication()));
        var unused = topics.create()
                ? Topics.ensure(pipeline.kafka(), specs)
                : Topics.require(pipeline.kafka(), specs);
    }

    private static Replay.Target target(Pipeline pipeline, EventProducer producer) {
        String topic = pipeline.topics().events();
        return (key, value) -> producer.send(new Outbound(topic, key, value, Outbound.NOW, List.of()));
    }

    private static void send(Replay replay, CsvRows rows) throws IOException {
        Terminal terminal = Terminal.of(System.out, System.getenv());
        StopRequest stop = StopRequest.onSignals();
        ProgressBar bar = new ProgressBar(terminal, "events sent");
        replay.onProgress(sent -> {
            bar.show(sent, rows.shareRead());
            if (stop.requested()) {
                replay.stop();
            }
        });
        bar.end(replay.run());
    }
}
