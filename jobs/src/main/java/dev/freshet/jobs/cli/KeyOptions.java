package dev.freshet.jobs.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The model of which key of which pipeline a command is about. */
final class KeyOptions {

    @Mixin
    private final PipelineOption config = new PipelineOption();

    @Parameters(paramLabel = "KEY", description = "The model's key.")
    private String key = "";

    PipelineOption config() {
        return config;
    }

    String key() {
        return key;
    }
}
