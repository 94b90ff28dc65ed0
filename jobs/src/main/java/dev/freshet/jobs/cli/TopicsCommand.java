package dev.freshet.jobs.cli;

import dev.freshet.jobs.LeastRights;
import dev.freshet.jobs.StartUp;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.EnsuredTopic;
import dev.freshet.kafka.Right;
import dev.freshet.kafka.TopicSpec;
import dev.freshet.kafka.Topics;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "topics",
        description = "The topics of a pipeline, and the rights to them.",
        mixinStandardHelpOptions = true,
        subcommands = {TopicsCommand.Create.class, TopicsCommand.Acl.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  freshet topics create -c pipeline.yaml --dry-run",
            "  freshet topics acl -c pipeline.yaml --principal User:freshet"
        })
final class TopicsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    @Command(
            name = "create",
            description = "Creates the topics that are missing, with their limits; leaves the others as they are.",
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {
        @Mixin
        private final PipelineOption config = new PipelineOption();

        @Option(names = "--dry-run", description = "Prints the commands that would create them, and asks no broker.")
        private boolean dryRun;

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Override
        public Integer call() {
            Pipeline pipeline = config.load();
            PrintWriter out = spec.commandLine().getOut();
            List<TopicSpec> specs = StartUp.specs(pipeline);
            if (dryRun) {
                specs.forEach(topic ->
                        out.println(topic.createCommand(pipeline.kafka().bootstrap())));
            } else {
                for (EnsuredTopic topic : Topics.ensure(pipeline.kafka(), specs)) {
                    out.println((topic.created() ? "created topic " : "left topic ") + topic.name() + ", "
                            + topic.partitions() + " partitions");
                }
            }
            out.flush();
            return ExitCode.OK;
        }
    }

    @Command(
            name = "acl",
            description = "Prints the commands that grant a user what a job needs, and nothing more.",
            mixinStandardHelpOptions = true)
    static final class Acl implements Callable<Integer> {
        @Mixin
        private final PipelineOption config = new PipelineOption();

        @Option(
                names = "--principal",
                paramLabel = "USER",
                defaultValue = "User:freshet",
                description = "Whom they are granted to. Default: ${DEFAULT-VALUE}.")
        private String principal = "User:freshet";

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Override
        public Integer call() {
            Pipeline pipeline = config.load();
            PrintWriter out = spec.commandLine().getOut();
            Right.commands(pipeline.kafka().bootstrap(), principal, LeastRights.all(pipeline))
                    .forEach(out::println);
            out.flush();
            return ExitCode.OK;
        }
    }
}
