package dev.freshet.jobs.cli;

import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.verify.Verification;
import dev.freshet.jobs.verify.VerifyReport;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description = {
            "Recomputes from a pipeline's topics what became of every record, and holds it against the ledger.",
            "It reads what is committed and writes nothing; the job may run meanwhile. Gaps are consumed records without an"
                    + " answer, repeats are records with two."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  freshet verify -c pipeline.yaml             is everything there, once?",
            "  freshet verify -c pipeline.yaml --replay    and did every model learn what it should?"
        })
final class VerifyCommand implements Callable<Integer> {

    @Mixin
    private final PipelineOption config = new PipelineOption();

    @Option(
            names = "--replay",
            description = "Learns the events anew without Flink, and compares every key's step, fingerprint and sha256;"
                    + " holds all models in memory.")
    private boolean replay;

    @Override
    public Integer call() {
        VerifyReport report = new Verification(config.load(), Clock.systemUTC()).run(replay);
        report.print(Terminal.of(System.out, System.getenv()));
        return report.balanced() ? ExitCode.OK : ExitCode.FAILURE;
    }
}
