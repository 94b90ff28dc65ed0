package dev.freshet.jobs.cli;

import dev.freshet.jobs.letters.LetterFilter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which dead letters of which pipeline a command is about. */
final class LetterOptions {

    @Mixin
    private final PipelineOption config = new PipelineOption();

    @Option(names = "--code", paramLabel = "CODE", split = ",", description = "Only letters of these codes.")
    private List<String> codes = new ArrayList<>();

    @Option(
            names = "--partition",
            paramLabel = "N",
            split = ",",
            description = "Only records that lay in these partitions of the events topic.")
    private List<Integer> partitions = new ArrayList<>();

    @Option(names = "--from-offset", paramLabel = "N", description = "Only records at this offset or behind it.")
    private long fromOffset = Long.MIN_VALUE;

    @Option(names = "--to-offset", paramLabel = "N", description = "Only records at this offset or before it.")
    private long toOffset = Long.MAX_VALUE;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only letters written since then, such as 2026-01-31T08:00:00Z.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only letters written until then.")
    private @Nullable String until;

    PipelineOption config() {
        return config;
    }

    LetterFilter filter(CommandSpec spec) {
        return new LetterFilter(
                Set.copyOf(codes),
                Set.copyOf(partitions),
                fromOffset,
                toOffset,
                millis(spec, "--since", since, Long.MIN_VALUE),
                millis(spec, "--until", until, Long.MAX_VALUE));
    }

    private static long millis(CommandSpec spec, String option, @Nullable String time, long absent) {
        if (time == null) {
            return absent;
        }
        try {
            return Instant.parse(time).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new ParameterException(
                    spec.commandLine(), option + " must be a time such as 2026-01-31T08:00:00Z: got " + time, e);
        }
    }
}
