package dev.freshet.jobs.cli;

import dev.freshet.jobs.control.Control;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.model.Action;
import dev.freshet.model.PlannedAction;
import dev.freshet.wire.Command;
import dev.freshet.wire.CommandAck;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@picocli.CommandLine.Command(
        name = "ctl",
        description = {
            "Asks something of one model key while its job runs, and prints what became of it.",
            "It acts where no batch is half learned: when the key's open batch closes, or at once if there is none. The"
                    + " pipeline file must say commands: {ids: 1000}."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  freshet ctl freeze AA -c pipeline.yaml               predicts, learns no more",
            "  freshet ctl resume AA -c pipeline.yaml",
            "  freshet ctl set-rate AA -c pipeline.yaml --factor 0.1",
            "  freshet ctl reset AA -c pipeline.yaml --expect 420   only if it is at step 420",
            "  freshet ctl rollback AA -c pipeline.yaml --to 400    to what was published at step 400",
            "  freshet ctl snapshot AA -c pipeline.yaml             publishes it now",
            "  freshet ctl promote AA -c pipeline.yaml --challenger wide",
            "  freshet ctl erase AA -c pipeline.yaml --wait 60      forgets all of it"
        })
final class CtlCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "COMMAND",
            converter = Word.class,
            description = "reset, rollback, freeze, resume, set-rate, snapshot, promote or erase.")
    private String word = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "The model key.")
    private String key = "";

    @Mixin
    private final PipelineOption config = new PipelineOption();

    @Option(names = "--expect", paramLabel = "STEP", description = "Only if the key is at this step.")
    private long expect = Command.ANY;

    @Option(names = "--at", paramLabel = "STEP", description = "At this step; the present one unless given.")
    private long at = PlannedAction.NOW;

    @Option(names = "--force", description = "Resets whatever the key's step.")
    private boolean force;

    @Option(
            names = "--factor",
            paramLabel = "X",
            description = "Of set-rate: what the rate is multiplied by, in (0, 1000].")
    private @Nullable Double factor;

    @Option(
            names = "--to",
            paramLabel = "STEP",
            description = "Of rollback: the newest snapshot that was published at this step.")
    private @Nullable Long to;

    @Option(
            names = "--challenger",
            paramLabel = "NAME",
            description = "Of promote: which challenger takes the champion's place; model is the model itself.")
    private String challenger = "";

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Names the command: one of an id acts once. Random unless given.")
    private String id = UUID.randomUUID().toString();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "How long to wait for what became of it; 0 for not at all. Default: ${DEFAULT-VALUE}.")
    private int wait;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Usage.require(spec, wait >= 0 && wait <= 86_400, "--wait must lie in [0, 86400]", wait);
        Usage.require(spec, at >= PlannedAction.NOW, "--at must be >= 0", at);
        Usage.require(spec, expect >= Command.ANY, "--expect must be >= 0", expect);
        requireFitting();
        Pipeline pipeline = config.load();
        Control control = new Control(pipeline);
        Command.SnapshotPlace place = word.equals("rollback") ? control.snapshot(key, to) : null;
        Map<Integer, Long> before = control.send(id, key, word, action(), place, at, expect, force);
        PrintWriter out = spec.commandLine().getOut();
        out.printf("sent      %s of %s, id %s%n", word, Control.safe(key), Control.safe(id));
        out.flush();
        List<CommandAck> acks = wait == 0
                ? List.of()
                : control.await(key, id, before, Duration.ofSeconds(wait), ack -> {
                    out.println(Control.line(ack));
                    out.flush();
                });
        if (acks.isEmpty() && wait > 0) {
            out.printf("no answer in %d s: is the job running, and does its pipeline take commands?%n", wait);
            out.flush();
            return ExitCode.FAILURE;
        }
        return acks.stream().anyMatch(ack -> ack.status() == CommandAck.Status.REJECTED)
                ? ExitCode.FAILURE
                : ExitCode.OK;
    }

    private @Nullable Action action() {
        if (!challenger.isEmpty()) {
            return new Action.Promote(challenger);
        }
        return factor == null ? null : new Action.SetRate(factor);
    }

    /** An option that would do nothing is a mistake of the person's, too. */
    private void requireFitting() {
        Usage.require(
                spec, word.equals("set-rate") == (factor != null), "set-rate, and it alone, takes --factor", word);
        boolean inRange = factor == null || (factor > 0 && factor <= Action.SetRate.MOST);
        Usage.require(spec, inRange, "--factor must lie in (0, 1000]", String.valueOf(factor));
        Usage.require(spec, to == null || word.equals("rollback"), "--to is of rollback alone", word);
        Usage.require(spec, !force || word.equals("reset"), "--force is of reset alone", word);
        Usage.require(
                spec,
                word.equals("promote") != challenger.isEmpty(),
                "promote, and it alone, takes --challenger",
                word);
    }

    /** A command by its word. */
    static final class Word implements ITypeConverter<String> {
        private static final List<String> WORDS =
                List.of("reset", "rollback", "freeze", "resume", "set-rate", "snapshot", "promote", "erase");

        @Override
        public String convert(String word) {
            if (!WORDS.contains(word)) {
                throw new TypeConversionException("expected one of " + String.join(", ", WORDS) + ": got " + word);
            }
            return word;
        }
    }
}
