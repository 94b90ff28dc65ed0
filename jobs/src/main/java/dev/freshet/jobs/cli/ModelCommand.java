package dev.freshet.jobs.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "model",
        description = "Looks into the published models, and takes them to other programs and back.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ModelListCommand.class,
            ModelShowCommand.class,
            ModelDiffCommand.class,
            ModelRebuildCommand.class,
            ModelExplainCommand.class,
            ModelExportCommand.class,
            ModelImportCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  freshet model list -c pipeline.yaml",
            "  freshet model show AA -c pipeline.yaml",
            "  freshet model diff AA -c pipeline.yaml --from 16 --to 250",
            "  freshet model rebuild AA -c pipeline.yaml --at 2026-03-01T12:00:00Z",
            "  freshet model export AA -c pipeline.yaml --onnx aa.onnx"
        })
final class ModelCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "model needs one of list, show, diff, rebuild, explain, export and import");
    }
}
