package dev.freshet.jobs.cli;

import dev.freshet.jobs.letters.LetterStats;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.TopicReader;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "stats",
        description = "How many dead letters there are of each code and field.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  freshet dead-letters stats -c pipeline.yaml")
final class DeadLettersStatsCommand implements Callable<Integer> {

    @Mixin
    private final LetterOptions options = new LetterOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        LetterStats stats = new LetterStats(options.filter(spec));
        Pipeline pipeline = options.config().load();
        String topic = pipeline.topics().deadLetters();
        try (TopicReader reader = new TopicReader(pipeline.kafka(), List.of(topic))) {
            reader.toEnd(stats::add);
        }
        PrintWriter out = spec.commandLine().getOut();
        stats.lines().forEach(out::println);
        out.printf("%,10d  letters on %s%n", stats.total(), topic);
        out.flush();
        return ExitCode.OK;
    }
}
