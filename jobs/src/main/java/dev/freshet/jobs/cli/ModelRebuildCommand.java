package dev.freshet.jobs.cli;

import dev.freshet.jobs.models.Published;
import dev.freshet.jobs.rebuild.ModelRebuild;
import dev.freshet.jobs.rebuild.Moment;
import dev.freshet.wire.SafeText;
import dev.freshet.wire.Sha256;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "rebuild",
        description = {
            "A key's model as it was at a moment, bit for bit: the newest that was published before, and the records and"
                    + " commands from there on, learned anew.",
            "A moment is an offset of the topic that it learns from, in the key's partition, that record included; or a time,"
                    + " without the records from the first of that time on."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  freshet model rebuild AA -c pipeline.yaml --at 120000",
            "  freshet model rebuild AA -c pipeline.yaml --at 2026-03-01T12:00:00Z --out aa.frsh",
            "  freshet model rebuild AA -c pipeline.yaml --at 3:120000 --from 0   learns all of it anew"
        })
final class ModelRebuildCommand implements Callable<Integer> {

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Option(
            names = "--at",
            paramLabel = "MOMENT",
            required = true,
            converter = ToMoment.class,
            description = "OFFSET, PARTITION:OFFSET, or a time as 2026-03-01T12:00:00Z.")
    @SuppressWarnings("NullAway.Init") // required
    private Moment at;

    @Option(
            names = "--from",
            paramLabel = "STEP",
            description =
                    "Begins at a published model of this step at the latest; 0 for the key's first record. Default:"
                            + " the newest of before.")
    private @Nullable Long from;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Where the snapshot goes; it must not be there yet.")
    private @Nullable Path out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Usage.require(spec, from == null || from >= 0, "--from must be >= 0", from == null ? 0 : from);
        ModelRebuild.Rebuilt rebuilt = new ModelRebuild(options.config().load(), options.key()).at(at, from);
        PrintWriter text = spec.commandLine().getOut();
        print(rebuilt, text);
        if (out != null) {
            NewFile.write(out, rebuilt.snapshot());
            text.printf("wrote %s, %,d bytes%n", out, rebuilt.snapshot().length);
        }
        text.flush();
        return ExitCode.OK;
    }

    private void print(ModelRebuild.Rebuilt rebuilt, PrintWriter text) {
        Published base = rebuilt.base();
        text.printf("key        %s, at %s%n", SafeText.of(options.key()), at);
        text.printf(
                "from       %s, and %,d records since%n",
                base == null ? "its beginning" : "step " + base.shown("step") + ", published at " + base.place(),
                rebuilt.records());
        text.printf(
                "step       %d, fingerprint %016x%n",
                rebuilt.state().step(), rebuilt.state().fingerprint());
        if (rebuilt.last() != null) {
            text.printf(
                    "source     %s:%d:%d, the last record that it has taken in%n",
                    rebuilt.last().topic(),
                    rebuilt.last().partition(),
                    rebuilt.last().offset());
        }
        text.printf("sha256     %s%n", Sha256.hex(rebuilt.snapshot()));
        Published same = rebuilt.published();
        if (same != null) {
            text.printf("published  the same bytes, at %s of %s%n", same.place(), same.topic());
        }
    }

    /** Of what a person types. */
    static final class ToMoment implements ITypeConverter<Moment> {
        @Override
        public Moment convert(String text) {
            try {
                return Moment.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
