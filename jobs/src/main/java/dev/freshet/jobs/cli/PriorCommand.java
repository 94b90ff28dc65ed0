package dev.freshet.jobs.cli;

import dev.freshet.jobs.console.ProgressBar;
import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.jobs.local.StopRequest;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.prior.HistoryPass;
import dev.freshet.model.eval.Evaluation;
import dev.freshet.model.eval.View;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "prior",
        description = {
            "Makes the model at which new keys begin: one model learns from the events of all keys, once, in the order of"
                    + " their times, and is written to a file.",
            "The same topic gives the same bytes. The pipeline names the file and the fingerprint, as the last lines show."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  freshet prior -c pipeline.yaml                                  all that the topic holds now",
            "  freshet prior -c pipeline.yaml --until 2026-01-01T00:00:00Z     events of before that",
            "  freshet prior -c pipeline.yaml --events 100000 -o prior.frsh    the first 100,000"
        })
final class PriorCommand implements Callable<Integer> {

    @Mixin
    private final PipelineOption config = new PipelineOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where the model goes; it must not be there yet. Default: the pipeline's name, -prior.frsh.")
    private @Nullable Path output;

    @Option(names = "--events", paramLabel = "N", description = "Learns from the first N events. Default: from all.")
    private long events = Long.MAX_VALUE;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Learns from events of before TIME, in ISO 8601 with a zone. Default: from all.")
    private @Nullable String until;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Usage.require(spec, events >= 1, "--events must be >= 1", events);
        long before = until == null ? Long.MAX_VALUE : millis(until);
        Pipeline pipeline = config.load();
        Path file = output == null ? Path.of(pipeline.name() + "-prior.frsh") : output;
        if (Files.exists(file)) {
            throw new LocalRunException(
                    file + " is there already, and a prior never changes: name another with -o", null);
        }
        Terminal terminal = Terminal.of(System.out, System.getenv());
        StopRequest stop = StopRequest.onSignals();
        ProgressBar bar = new ProgressBar(terminal, "events learned");
        HistoryPass pass = HistoryPass.over(pipeline, events, before, count -> {
            bar.show(count, events == Long.MAX_VALUE ? 0 : (double) count / events);
            return !stop.requested();
        });
        bar.end(pass.events());
        if (stop.requested()) {
            return ExitCode.INTERRUPTED;
        }
        requireLearned(pass, pipeline);
        write(file, pass.snapshot());
        show(pass, file, terminal);
        return ExitCode.OK;
    }

    private long millis(String time) {
        try {
            return Instant.parse(time).toEpochMilli();
        } catch (DateTimeParseException e) {
            Usage.require(spec, false, "--until must be a time such as 2026-01-01T00:00:00Z", time);
            throw e;
        }
    }

    private static void requireLearned(HistoryPass pass, Pipeline pipeline) {
        if (pass.state().step() == 0) {
            throw new LocalRunException(
                    "topic " + pipeline.topics().events() + " holds too little for a prior: "
                            + pass.events() + " events and " + pass.rejected()
                            + " records that are none made no batch of "
                            + pipeline.learner().batch().size() + " labelled ones",
                    null);
        }
    }

    private static void write(Path file, byte[] snapshot) throws IOException {
        try {
            Files.write(file, snapshot, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new LocalRunException(file + " has come into being meanwhile: name another file with -o", e);
        }
    }

    private static void show(HistoryPass pass, Path file, Terminal terminal) {
        Evaluation evaluation = pass.learner().evaluation();
        double[] values = evaluation.values(pass.learner().metrics(pass.state()), View.CUMULATIVE);
        StringBuilder quality = new StringBuilder();
        List<String> names = evaluation.metrics();
        for (int i = 0; i < names.size(); i++) {
            if (List.of("accuracy", "logLoss", "mae", "rmse").contains(names.get(i))) {
                quality.append(String.format(Locale.ROOT, ", %s %.4f", names.get(i), values[i]));
            }
        }
        terminal.line(String.format(
                Locale.ROOT,
                "step %,d after %,d labelled events%s%s",
                pass.state().step(),
                pass.state().trained(),
                quality,
                pass.rejected() == 0
                        ? ""
                        : String.format(Locale.ROOT, "; %,d records are no events", pass.rejected())));
        terminal.line("wrote " + file + "; let keys begin there with these lines of the pipeline:");
        terminal.line("");
        terminal.line("prior:");
        terminal.line("  snapshot: " + file);
        terminal.line(
                "  fingerprint: \"" + HexFormat.of().toHexDigits(pass.state().fingerprint()) + "\"");
        terminal.line("  shrinkage: 0   # or examples at which a key's own count weighs as much as the prior");
    }
}
