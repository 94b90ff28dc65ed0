package dev.freshet.jobs.cli;

import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.jobs.models.OpenedModel;
import dev.freshet.jobs.models.PublishedModels;
import dev.freshet.model.onnx.OnnxExport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description = {
            "Writes a key's model to a file: as ONNX, encoders and all, so that it answers elsewhere as it does here, or as"
                    + " the snapshot that lies on the topic.",
            "What ONNX cannot say is refused with its reason."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  freshet model export AA -c pipeline.yaml --onnx aa.onnx",
            "  freshet model export AA -c pipeline.yaml --step 250 --snapshot aa.frsh"
        })
final class ModelExportCommand implements Callable<Integer> {

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    @Option(
            names = "--step",
            paramLabel = "N",
            description = "The model of this step, from the history. Default: the newest.")
    private @Nullable Long step;

    @Option(
            names = "--encoded",
            description = "Lets columns that ONNX cannot compute, as those of hashes, be an input of their own.")
    private boolean encoded;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** One of the two. */
    static final class Target {
        @Option(names = "--onnx", paramLabel = "FILE", description = "ONNX; the file must not be there yet.")
        private @Nullable Path onnx;

        @Option(names = "--snapshot", paramLabel = "FILE", description = "The snapshot; likewise.")
        private @Nullable Path snapshot;
    }

    @Override
    public Integer call() throws IOException {
        PublishedModels models = new PublishedModels(options.config().load());
        OpenedModel model = models.open(step == null ? models.newest(options.key()) : models.at(options.key(), step));
        PrintWriter out = spec.commandLine().getOut();
        if (target.onnx != null) {
            write(target.onnx, onnx(model), model, out);
        }
        if (target.snapshot != null) {
            write(target.snapshot, model.snapshot(), model, out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private byte[] onnx(OpenedModel model) {
        try {
            return OnnxExport.write(model.scorer(), encoded);
        } catch (IllegalArgumentException e) {
            throw new LocalRunException("the model cannot be written as ONNX: " + e.getMessage(), e);
        }
    }

    private static void write(Path file, byte[] bytes, OpenedModel model, PrintWriter out) throws IOException {
        NewFile.write(file, bytes);
        out.printf(
                "wrote %s, %,d bytes: step %d, fingerprint %016x%n",
                file, bytes.length, model.scorer().step(), model.scorer().fingerprint());
    }
}
