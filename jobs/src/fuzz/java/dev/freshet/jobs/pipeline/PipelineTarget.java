package dev.freshet.jobs.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Any text is a pipeline, or has problems of one line each. */
public final class PipelineTarget {
    private PipelineTarget() {}

    /** Loads the schema, which takes longer than any text. */
    public static void fuzzerInitialize() {
        fuzzerTestOneInput("name: p".getBytes(StandardCharsets.UTF_8));
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            Pipeline unused =
                    PipelineFile.parse("it", new String(bytes, StandardCharsets.UTF_8), Map.of("BROKER", "b:1"));
        } catch (PipelineException e) {
            for (Problem problem : e.problems()) {
                if (problem.toString().chars().anyMatch(c -> c < ' ')) {
                    throw new IllegalStateException("a problem must be one line: got " + problem, e);
                }
            }
        }
    }
}
