package dev.freshet.jobs.cli;

import dev.freshet.jobs.letters.LetterText;
import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.DeadLetter;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.RawRecord;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = "One dead letter: its headers, key and value, escaped.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  freshet dead-letters show -c pipeline.yaml 2:17 --hex")
final class DeadLettersShowCommand implements Callable<Integer> {
    private static final int MOST = 16 << 20;

    @Mixin
    private final PipelineOption config = new PipelineOption();

    @Parameters(paramLabel = "PARTITION:OFFSET", description = "Where the letter lies, as list says it.")
    private String place = "";

    @Option(names = "--hex", description = "Key and value as a hexadecimal dump.")
    private boolean hex;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            defaultValue = "4096",
            description = "How much of key and value, at most. Default: ${DEFAULT-VALUE}.")
    private int bytes;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Usage.require(
                spec, place.matches("[0-9]{1,9}:[0-9]{1,18}"), "PARTITION:OFFSET must be two numbers as 2:17", place);
        Usage.require(spec, bytes >= 0 && bytes <= MOST, "--bytes must lie in [0, " + MOST + "]", bytes);
        Pipeline pipeline = config.load();
        String topic = pipeline.topics().deadLetters();
        int colon = place.indexOf(':');
        Optional<RawRecord> letter = TopicReader.at(
                pipeline.kafka(),
                topic,
                Integer.parseInt(place.substring(0, colon)),
                Long.parseLong(place.substring(colon + 1)));
        if (letter.isEmpty()) {
            throw new LocalRunException(
                    "topic " + topic + " holds no letter at " + place + ": see freshet dead-letters list", null);
        }
        PrintWriter out = spec.commandLine().getOut();
        LetterText.full(new DeadLetter(letter.get()), hex, bytes).forEach(out::println);
        out.flush();
        return ExitCode.OK;
    }
}
