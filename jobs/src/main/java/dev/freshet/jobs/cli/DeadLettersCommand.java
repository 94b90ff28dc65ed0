package dev.freshet.jobs.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "dead-letters",
        description = "Shows what became no event and why, and sends it back once that is mended.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DeadLettersListCommand.class,
            DeadLettersShowCommand.class,
            DeadLettersStatsCommand.class,
            DeadLettersReplayCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  freshet dead-letters stats -c pipeline.yaml",
            "  freshet dead-letters list -c pipeline.yaml --code MALFORMED",
            "  freshet dead-letters show -c pipeline.yaml 2:17 --hex",
            "  freshet dead-letters replay -c pipeline.yaml --code TYPE"
        })
final class DeadLettersCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "dead-letters needs one of list, show, stats and replay");
    }
}
