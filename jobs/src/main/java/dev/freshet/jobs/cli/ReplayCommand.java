package dev.freshet.jobs.cli;

import dev.freshet.jobs.console.ProgressBar;
import dev.freshet.jobs.console.Steps;
import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.jobs.local.StopRequest;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineTopics;
import dev.freshet.jobs.replay.CsvRows;
import dev.freshet.jobs.replay.LaterLabels;
import dev.freshet.jobs.replay.Replay;
import dev.freshet.jobs.replay.RowEvent;
import dev.freshet.kafka.EnsuredTopic;
import dev.freshet.kafka.EventProducer;
import dev.freshet.kafka.KafkaSetupException;
import dev.freshet.kafka.TopicReader;
import dev.freshet.kafka.TopicSpec;
import dev.freshet.kafka.Topics;
import dev.freshet.model.LearnerSpec;
import dev.freshet.wire.Outbound;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        description = {
            "Sends a CSV file to the pipeline's events topic, a row an event; or to its features and its labels.",
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
            "  freshet replay -f flights.csv -c pipeline.yaml --skip 100         all rows but these",
            "  freshet replay -f flights.csv -c pipeline.yaml --as features      to be scored, or to wait for labels",
            "  freshet replay -f flights.csv -c pipeline.yaml --labels-at landed features, and labels at their time"
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
            names = "--as",
            paramLabel = "WHAT",
            description =
                    "What a row is: ${COMPLETION-CANDIDATES}. Default: events; to be said where the pipeline takes"
                            + " labels that come later.")
    private @Nullable What what;

    @Option(
            names = "--labels-at",
            paramLabel = "COLUMN",
            description =
                    "Sends each row as features, and its label once a row has come that is not older than the time in"
                            + " COLUMN. Rows must be in the order of their time.")
    private @Nullable String labelsAt;

    /** What a row may be. */
    private enum What {
        events,
        features,
        labels
    }

    @Option(
            names = "--skip",
            paramLabel = "N",
            defaultValue = "0",
            description = "Leaves out the first N rows, as after a replay that broke off. Default: ${DEFAULT-VALUE}.")
    private long skip;

    @Option(names = "--events", paramLabel = "N", description = "Ends after N events. Default: the whole file.")
    private long events = Long.MAX_VALUE;

    private @Nullable EventProducer producer;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Usage.require(spec, rate >= 0 && rate < Double.POSITIVE_INFINITY, "--rate must be >= 0", rate);
        Usage.require(spec, events >= 1, "--events must be >= 1", events);
        Usage.require(spec, skip >= 0, "--skip must be >= 0", skip);
        Usage.require(spec, what == null || labelsAt == null, "--as must not stand beside --labels-at", "--as " + what);
        Pipeline pipeline = config.load();
        if (pipeline.labels() != null && (labelsAt == null && (what == null || what == What.events))) {
            throw new LocalRunException(
                    config.file()
                            + " takes labels that come later: add --labels-at COLUMN, --as features or --as labels",
                    null);
        }
        Terminal terminal = Terminal.of(System.out, System.getenv());
        try (CsvRows rows = CsvRows.open(file)) {
            LaterLabels later = labelsAt == null ? null : later(rows, pipeline, labelsAt);
            Replay replay = later == null ? replay(rows, pipeline) : new Replay(rows, later, rate, events);
            for (String topic : topics(pipeline.topics())) {
                ensureTopic(topic, pipeline, terminal);
            }
            return send(rows, replay, later, pipeline, terminal);
        }
    }

    /** Where it sends to. */
    private List<String> topics(PipelineTopics topics) {
        if (labelsAt != null) {
            return List.of(topics.features(), topics.labels());
        }
        return List.of(
                what == What.features ? topics.features() : what == What.labels ? topics.labels() : topics.events());
    }

    private Replay.Target to(String topic) {
        return (toKey, value) -> Objects.requireNonNull(producer, "nothing is sent before there is a producer")
                .send(new Outbound(topic, toKey, value, Outbound.NOW, List.of()));
    }

    private LaterLabels later(CsvRows rows, Pipeline pipeline, String column) {
        return ofFile(() -> LaterLabels.of(
                rows.header(),
                pipeline.events(),
                pipeline.learner().features().schema(),
                pipeline.learner().task(),
                column,
                key,
                to(pipeline.topics().features()),
                to(pipeline.topics().labels())));
    }

    private Replay replay(CsvRows rows, Pipeline pipeline) {
        return new Replay(
                rows,
                rowEvent(rows.header(), pipeline),
                to(topics(pipeline.topics()).get(0)),
                rate,
                events);
    }

    private RowEvent rowEvent(List<String> header, Pipeline pipeline) {
        LearnerSpec learner = pipeline.learner();
        return ofFile(() -> switch (what == null ? What.events : what) {
            case events ->
                new RowEvent(header, pipeline.events(), learner.features().schema(), learner.task(), key);
            case features ->
                RowEvent.features(header, pipeline.events(), learner.features().schema(), learner.task(), key);
            case labels -> RowEvent.label(header, pipeline.events(), learner.task(), key);
        });
    }

    private <T> T ofFile(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new LocalRunException(file + ": " + e.getMessage(), e);
        }
    }

    private static void ensureTopic(String topic, Pipeline pipeline, Terminal terminal) throws Exception {
        PipelineTopics topics = pipeline.topics();
        List<TopicSpec> specs = List.of(TopicSpec.of(topic, topics.partitions()).replicated(topics.replication()));
        List<EnsuredTopic> found = new Steps(terminal)
                .step(
                        "asking Kafka at " + pipeline.kafka().bootstrap(),
                        () -> topics.create()
                                ? Topics.ensure(pipeline.kafka(), specs)
                                : Topics.require(pipeline.kafka(), specs));
        terminal.line((found.get(0).created() ? "created topic " : "sending to topic ") + topic + ", "
                + found.get(0).partitions() + " partitions");
        long before = found.get(0).created() ? 0 : records(topic, pipeline);
        if (before > 0) {
            terminal.line(String.format(
                    "%,d records are there already: what is sent comes on top, and is learned from as well", before));
        }
    }

    private static long records(String topic, Pipeline pipeline) {
        Map<Integer, Long> starts = TopicReader.starts(pipeline.kafka(), topic);
        return TopicReader.ends(pipeline.kafka(), topic).entrySet().stream()
                .mapToLong(end -> end.getValue() - starts.getOrDefault(end.getKey(), 0L))
                .sum();
    }

    private int send(CsvRows rows, Replay replay, @Nullable LaterLabels later, Pipeline pipeline, Terminal terminal)
            throws IOException {
        StopRequest stop = StopRequest.onSignals();
        try (EventProducer opened = new EventProducer(pipeline.kafka())) {
            producer = opened;
            send(rows, replay, later, stop, terminal);
        } catch (KafkaSetupException e) {
            throw new LocalRunException(String.valueOf(e.getMessage()), e);
        }
        return stop.requested() ? ExitCode.INTERRUPTED : ExitCode.OK;
    }

    private void send(CsvRows rows, Replay replay, @Nullable LaterLabels later, StopRequest stop, Terminal terminal)
            throws IOException {
        What sends = later != null ? What.features : what == null ? What.events : what;
        ProgressBar bar = new ProgressBar(terminal, sends + " sent");
        replay.onProgress(sent -> {
            bar.show(sent, rows.shareRead());
            if (stop.requested()) {
                replay.stop();
            }
        });
        replay.skip(skip);
        try {
            bar.end(replay.run());
            if (later != null && !stop.requested()) {
                later.sendRest();
                terminal.line(String.format(Locale.ROOT, "%,d labels sent", later.sent()));
            }
        } catch (IOException e) {
            throw new IOException(
                    e.getMessage() + "; the " + replay.sent() + " rows before it were sent: once it is mended, go on"
                            + " with --skip " + (skip + replay.sent()),
                    e);
        } finally {
            Objects.requireNonNull(producer).flush();
        }
    }
}
