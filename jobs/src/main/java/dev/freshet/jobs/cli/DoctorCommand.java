package dev.freshet.jobs.cli;

import dev.freshet.jobs.doctor.Doctor;
import dev.freshet.jobs.doctor.Finding;
import dev.freshet.jobs.pipeline.PipelineFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        description = {
            "Looks at this machine, and with -c at the pipeline's brokers: one line each, with what to do.",
            "Exits 1 where a job would be refused or would stop. Creates none of the pipeline's topics."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  freshet doctor -c pipeline.yaml")
final class DoctorCommand implements Callable<Integer> {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The pipeline file. Without it only this machine is looked at.")
    private @Nullable Path file;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Finding> findings = Doctor.examine(file == null ? null : PipelineFile.load(file));
        PrintWriter out = spec.commandLine().getOut();
        findings.forEach(out::println);
        out.flush();
        return findings.stream().anyMatch(found -> found.verdict() == Finding.Verdict.FAIL)
                ? ExitCode.FAILURE
                : ExitCode.OK;
    }
}
