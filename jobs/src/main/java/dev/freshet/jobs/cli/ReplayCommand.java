package dev.freshet.jobs.cli;

import dev.freshet.jobs.console.ProgressBar;
import dev.freshet.jobs.console.Steps;
import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.jobs.local.StopRequest;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.jobs.replay.CsvRows;
import dev.freshet.jobs.replay.Replay;
import dev.freshet.jobs.replay.RowEvent;
import dev.freshet.kafka.EnsuredTopic;
import dev.freshet.kafka.EventProducer;
import dev.freshet.kafka.KafkaSetupException;
import dev.freshet.kafka.TopicReader;
import dev.freshet.kafka.TopicSpec;
import dev.freshet.kafka.Topics;
import dev.freshet.wire.Outbound;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        description = {
            "Sends a CSV file to the pipeline's events topic, a row an event.",
            "Columns are found by the names that the pipeline gives to the key, the label and the inputs; an empty cell"
                    + " or ? is a missing value, and a time may be epoch milliseconds or ISO 8601."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  freshet replay -f flights.csv.gz -c pipeline.yaml                 as fast as it goes",
            "  freshet replay -f flights.csv -c pipeline.yaml --rate 1000        1,000 rows a second",
            "  freshet replay -f flights.csv -c pipeline.yaml --events 100       the first 100 rows",
            "  freshet replay -f flights.csv -c pipeline.yaml --skip 100         all rows but these"
        })
final class ReplayCommand implements Callable<Integer> {

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "A CSV file with a header, plain or gzipped.")
    private Path file = Path.of("events.csv");

    @Mixin
    private final PipelineOption config = new PipelineOption();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Events per second; 0 is as fast as it goes. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "Every row's model key, where the pipeline takes the key from the record and no column has it.")
    private @Nullable String key;

    @Option(
            names = "--skip",
            paramLabel = "N",
            defaultValue = "0",
            description = "Leaves out the first N rows, as after a replay that broke off. Default: ${DEFAULT-VALUE}.")
    private long skip;

    @Option(names = "--events", paramLabel = "N", description = "Ends after N events. Default: the whole file.")
    private long events = Long.MAX_VALUE;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Usage.require(spec, rate >= 0 && rate < Double.POSITIVE_INFINITY, "--rate must be >= 0", rate);
        Usage.require(spec, events >= 1, "--events must be >= 1", events);
        Usage.require(spec, skip >= 0, "--skip must be >= 0", skip);
        Pipeline pipeline = config.load();
        Terminal terminal = Terminal.of(System.out, System.getenv());
        try (CsvRows rows = CsvRows.open(file)) {
            RowEvent event = rowEvent(rows, pipeline);
            ensureTopic(pipeline, terminal);
            return send(rows, event, pipeline, terminal);
        }
    }

    private RowEvent rowEvent(CsvRows rows, Pipeline pipeline) {
        try {
            return new RowEvent(
                    rows.header(),
                    pipeline.events(),
                    pipeline.learner().features().schema(),
                    pipeline.learner().task(),
                    key);
        } catch (IllegalArgumentException e) {
            throw new LocalRunException(file + ": " + e.getMessage(), e);
        }
    }

    private static void ensureTopic(Pipeline pipeline, Terminal terminal) throws Exception {
        PipelineTopics topics = pipeline.topics();
        List<TopicSpec> specs =
                List.of(TopicSpec.of(topics.events(), topics.partitions()).replicated(topics.replication()));
        List<EnsuredTopic> found = new Steps(terminal)
                .step(
                        "asking Kafka at " + pipeline.kafka().bootstrap(),
                        () -> topics.create()
                                ? Topics.ensure(pipeline.kafka(), specs)
                                : Topics.require(pipeline.kafka(), specs));
        terminal.line((found.get(0).created() ? "created topic " : "sending to topic ") + topics.events() + ", "
                + found.get(0).partitions() + " partitions");
        long before = found.get(0).created() ? 0 : records(pipeline);
        if (before > 0) {
            terminal.line(String.format(
                    "%,d records are there already: what is sent comes on top, and is learned from as well", before));
        }
    }

    private static long records(Pipeline pipeline) {
        Map<Integer, Long> starts =
                TopicReader.starts(pipeline.kafka(), pipeline.topics().events());
        return TopicReader.ends(pipeline.kafka(), pipeline.topics().events()).entrySet().stream()
                .mapToLong(end -> end.getValue() - starts.getOrDefault(end.getKey(), 0L))
                .sum();
    }

    private int send(CsvRows rows, RowEvent event, Pipeline pipeline, Terminal terminal) throws IOException {
        StopRequest stop = StopRequest.onSignals();
        ProgressBar bar = new ProgressBar(terminal, "events sent");
        String topic = pipeline.topics().events();
        try (EventProducer producer = new EventProducer(pipeline.kafka())) {
            Replay replay = new Replay(
                    rows,
                    event,
                    (key, value) -> producer.send(new Outbound(topic, key, value, Outbound.NOW, List.of())),
                    rate,
                    events);
            replay.onProgress(sent -> {
                bar.show(sent, rows.shareRead());
                if (stop.requested()) {
                    replay.stop();
                }
            });
            replay.skip(skip);
            try {
                bar.end(replay.run());
            } catch (IOException e) {
                throw new IOException(
                        e.getMessage() + "; the " + replay.sent()
                                + " rows before it were sent: once it is mended, go on" + " with --skip "
                                + (skip + replay.sent()),
                        e);
            } finally {
                producer.flush();
            }
        } catch (KafkaSetupException e) {
            throw new LocalRunException(String.valueOf(e.getMessage()), e);
        }
        return stop.requested() ? ExitCode.INTERRUPTED : ExitCode.OK;
    }
}
