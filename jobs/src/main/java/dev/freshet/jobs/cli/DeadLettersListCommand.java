package dev.freshet.jobs.cli;

import dev.freshet.jobs.letters.LetterFilter;
import dev.freshet.jobs.letters.LetterText;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.show.Newest;
import dev.freshet.kafka.DeadLetter;
import dev.freshet.kafka.TopicReader;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description = {
            "The newest dead letters, one a line: where the letter lies, when it was written, its code, where the record"
                    + " lay, and how its value begins."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  freshet dead-letters list -c pipeline.yaml --newest 5")
final class DeadLettersListCommand implements Callable<Integer> {
    private static final int MOST = 100_000;

    @Mixin
    private final LetterOptions options = new LetterOptions();

    @Option(
            names = "--newest",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many. Default: ${DEFAULT-VALUE}.")
    private int newest;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Usage.require(spec, newest >= 1 && newest <= MOST, "--newest must lie in [1, " + MOST + "]", newest);
        LetterFilter filter = options.filter(spec);
        Newest letters = new Newest(newest);
        Pipeline pipeline = options.config().load();
        String topic = pipeline.topics().deadLetters();
        try (TopicReader reader = new TopicReader(pipeline.kafka(), List.of(topic))) {
            reader.toEnd(record -> {
                DeadLetter letter = new DeadLetter(record);
                if (filter.matches(letter)) {
                    letters.add(record, LetterText.line(letter));
                }
            });
        }
        PrintWriter out = spec.commandLine().getOut();
        letters.lines().forEach(out::println);
        out.printf("%,d of %,d letters on %s%n", letters.lines().size(), letters.shown(), topic);
        out.flush();
        return ExitCode.OK;
    }
}
