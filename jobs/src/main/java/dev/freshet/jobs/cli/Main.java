package dev.freshet.jobs.cli;

import dev.freshet.jobs.StartUpException;
import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.jobs.pipeline.PipelineException;
import dev.freshet.jobs.pipeline.Problem;
import dev.freshet.kafka.KafkaSetupException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code freshet}: the commands, their help, and errors that are for people. */
@Command(
        name = "freshet",
        description = "Keeps models fresh: exactly-once, bit-reproducible online learning on Flink and Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            TrainCommand.class,
            ScoreCommand.class,
            ReplayCommand.class,
            DashboardCommand.class,
            ShowCommand.class,
            CtlCommand.class,
            DeadLettersCommand.class,
            VerifyCommand.class,
            ValidateCommand.class,
            PriorCommand.class,
            ModelCommand.class,
            DoctorCommand.class,
            TopicsCommand.class,
            BrokerCommand.class,
            HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all went well",
            "1:the run failed, or its ledger does not balance",
            "2:the command line is wrong",
            "3:the pipeline file is invalid",
            "4:Kafka cannot be reached",
            "130:a replay was interrupted before its end"
        },
        footerHeading = "%nTo see it work:%n",
        footer = {"  freshet demo --events 100000", "  freshet COMMAND --help", ""})
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        CommandLine commands = commands();
        if (arguments.length == 0) {
            commands.usage(commands.getErr());
            return ExitCode.USAGE;
        }
        return commands.execute(arguments);
    }

    static CommandLine commands() {
        return new CommandLine(new Main())
                .setParameterExceptionHandler(Usage::explain)
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
    }

    private static int report(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        if (failure instanceof PipelineException invalid) {
            for (Problem problem : invalid.problems()) {
                err.println(problem);
            }
        } else if (isForPeople(failure)) {
            err.println("freshet: " + failure.getMessage());
        } else {
            err.println("freshet: an error that should not happen; please report it with these lines");
            failure.printStackTrace(err);
        }
        err.flush();
        return ExitCode.of(failure);
    }

    private static boolean isForPeople(Exception failure) {
        return failure instanceof KafkaSetupException
                || failure instanceof StartUpException
                || failure instanceof LocalRunException
                || failure instanceof IOException
                || failure instanceof UncheckedIOException;
    }
}
