package dev.freshet.jobs.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a wrong command line gets: what is wrong, what was probably meant, where help is. */
final class Usage {

    private Usage() {}

    static void require(CommandSpec command, boolean condition, String rule, Object found) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), rule + ": got " + found);
        }
    }

    static int explain(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("freshet: " + wrong.getMessage());
        boolean unused = UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitCode.USAGE;
    }
}
