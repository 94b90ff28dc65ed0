package dev.freshet.jobs.cli;

import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.verify.ScoreReport;
import dev.freshet.jobs.verify.ScoreVerification;
import dev.freshet.jobs.verify.Verification;
import dev.freshet.jobs.verify.VerifyReport;
import java.time.Clock;
import java.util.Optional;
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
        Pipeline pipeline = config.load();
        Terminal terminal = Terminal.of(System.out, System.getenv());
        VerifyReport report = new Verification(pipeline, Clock.systemUTC()).run(replay);
        report.print(terminal);
        Optional<ScoreReport> scoring = new ScoreVerification(pipeline).run();
        scoring.ifPresent(each -> each.print(terminal));
        boolean balanced = report.balanced() && scoring.stream().allMatch(ScoreReport::balanced);
        return balanced ? ExitCode.OK : ExitCode.FAILURE;
    }
}
