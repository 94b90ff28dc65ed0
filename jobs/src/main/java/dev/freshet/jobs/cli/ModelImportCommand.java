package dev.freshet.jobs.cli;

import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.model.Scorer;
import dev.freshet.model.onnx.OnnxImport;
import dev.freshet.wire.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        description = {
            "Makes of a dense network in an ONNX file, of the pipeline's layers, the model at which new keys begin.",
            "The pipeline names the file and the fingerprint, as the last lines show. No broker is asked."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  freshet model import net.onnx -c pipeline.yaml --out net.frsh")
final class ModelImportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The ONNX file.")
    private Path file = Path.of("model.onnx");

    @Mixin
    private final PipelineOption config = new PipelineOption();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            required = true,
            description = "Where the model goes; it must not be there yet.")
    private Path out = Path.of("model.frsh");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Pipeline pipeline = config.load();
        byte[] snapshot = snapshot(pipeline, read());
        NewFile.write(out, snapshot);
        long fingerprint = Scorer.load(pipeline.learner(), snapshot).fingerprint();
        PrintWriter text = spec.commandLine().getOut();
        text.println("wrote " + out + "; let keys begin there with these lines of the pipeline:");
        text.println();
        text.println("prior:");
        text.println("  snapshot: " + config.quoted(out));
        text.println("  fingerprint: \"" + HexFormat.of().toHexDigits(fingerprint) + "\"");
        text.println("  shrinkage: 0   # or examples at which a key's own count weighs as much as the prior");
        text.flush();
        return ExitCode.OK;
    }

    private byte[] read() throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > OnnxImport.MAX_BYTES) {
            throw new LocalRunException(
                    file + " must be a file of at most " + OnnxImport.MAX_BYTES + " bytes: got "
                            + (Files.isRegularFile(file) ? Files.size(file) + " bytes" : "none"),
                    null);
        }
        return Files.readAllBytes(file);
    }

    private byte[] snapshot(Pipeline pipeline, byte[] onnx) {
        try {
            return OnnxImport.snapshot(pipeline.learner(), onnx, pipeline.name());
        } catch (IllegalArgumentException e) {
            throw new LocalRunException(
                    file + " cannot be taken over: " + SafeText.of(String.valueOf(e.getMessage())), e);
        }
    }
}
