package dev.freshet.jobs.cli;

import dev.freshet.jobs.local.StopRequest;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.Topic;
import dev.freshet.jobs.show.Newest;
import dev.freshet.jobs.show.RecordText;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.RawRecord;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "show",
        description = {
            "The newest committed records of one of the pipeline's topics, one a line: where it lies, when it was written,"
                    + " its key, headers and value.",
            "Topics: events, predictions, metrics, drift, models, dead-letters, ledger, features, labels, scores,"
                    + " model-history, commands, command-acks."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  freshet show predictions -c pipeline.yaml --newest 5          the last five answers",
            "  freshet show metrics -c pipeline.yaml --key AA --newest 1     how well one key's model does",
            "  freshet show drift -c pipeline.yaml --follow                  each alarm as it comes"
        })
final class ShowCommand implements Callable<Integer> {
    private static final int MOST = 100_000;
    private static final Duration POLL = Duration.ofMillis(200);

    @Parameters(paramLabel = "TOPIC", converter = TopicWord.class, description = "Which topic.")
    private Topic topic = Topic.PREDICTIONS;

    @Mixin
    private final PipelineOption config = new PipelineOption();

    @Option(names = "--key", paramLabel = "KEY", description = "Only records of this model key.")
    private @Nullable String key;

    @Option(
            names = "--newest",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many. Default: ${DEFAULT-VALUE}.")
    private int newest;

    @Option(names = "--follow", description = "Goes on with what comes, until Ctrl-C.")
    private boolean follow;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Usage.require(spec, newest >= 1 && newest <= MOST, "--newest must lie in [1, " + MOST + "]", newest);
        Pipeline pipeline = config.load();
        String name = pipeline.topics().name(topic);
        PrintWriter out = spec.commandLine().getOut();
        Newest lines = new Newest(newest);
        try (TopicReader reader = new TopicReader(pipeline.kafka(), List.of(name))) {
            reader.toEnd(record -> {
                if (isWanted(record)) {
                    lines.add(record, RecordText.line(record));
                }
            });
            lines.lines().forEach(out::println);
            if (follow) {
                follow(reader, out);
            } else {
                out.printf("%,d of %,d records on %s%n", lines.lines().size(), lines.shown(), name);
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private void follow(TopicReader reader, PrintWriter out) {
        StopRequest stop = StopRequest.onSignals();
        while (!stop.requested()) {
            out.flush();
            int unused = reader.poll(POLL, record -> {
                if (isWanted(record)) {
                    out.println(RecordText.line(record));
                }
            });
        }
    }

    private boolean isWanted(RawRecord record) {
        byte[] name = record.key();
        return key == null || (name != null && Arrays.equals(name, key.getBytes(StandardCharsets.UTF_8)));
    }

    /** A topic by its word. */
    static final class TopicWord implements ITypeConverter<Topic> {
        @Override
        public Topic convert(String word) {
            return Arrays.stream(Topic.values())
                    .filter(topic -> topic.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected one of "
                            + Arrays.stream(Topic.values()).map(Topic::word).collect(Collectors.joining(", "))
                            + ": got " + word));
        }
    }
}
