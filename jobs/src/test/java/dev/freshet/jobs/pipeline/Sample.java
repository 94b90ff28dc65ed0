package dev.freshet.jobs.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Pipeline files for tests. */
final class Sample {
    static final Map<String, String> ENV = Map.of("BROKER", "broker", "PASSWORD", "s3cret");

    /** The least that a file must say, and a few lines that tests change. */
    static final String SMALL = """
            name: p
            task: {classes: [a, b]}
            features: [{numeric: [x, y]}]
            model:
              network: [{dense: 1, activation: sigmoid}]
              optimizer: {sgd: {rate: 0.1}}
              batch: {size: 32}
            metrics: {window: 1000}
            """;

    private Sample() {}

    static String full() {
        return resource("/dev/freshet/jobs/pipeline/full.yaml");
    }

    static String regression() {
        return resource("/dev/freshet/jobs/pipeline/regression.yaml");
    }

    static String flights() {
        return resource("/dev/freshet/demo/flights.yaml");
    }

    /** Every sample, and every example that ships. */
    static List<String> all() {
        List<String> all = new ArrayList<>(List.of(full(), regression(), flights()));
        all.add(with("{numeric: [x, y]}", "{sparse: 100}"));
        all.add(loss("binary-cross-entropy"));
        all.add(loss("categorical-cross-entropy")
                .replace("{dense: 1, activation: sigmoid}", "{dense: 2, activation: softmax}"));
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                all.add(Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static String loss(String word) {
        return with("model:\n", "model:\n  loss: {" + word + ": {label-smoothing: 0.1, class-weights: [1, 2]}}\n");
    }

    /** {@link #SMALL} with one piece of it replaced. */
    static String with(String piece, String replacement) {
        if (!SMALL.contains(piece)) {
            throw new IllegalArgumentException("the sample has no " + piece);
        }
        return SMALL.replace(piece, replacement);
    }

    static Pipeline parse(String yaml) {
        return PipelineFile.parse("pipeline.yaml", yaml, ENV);
    }

    /** What is wrong with {@code yaml}, a line each, without the name of the file; empty if nothing is. */
    static List<String> problems(String yaml) {
        try {
            parse(yaml);
            return List.of();
        } catch (PipelineException e) {
            return e.problems().stream()
                    .map(problem -> problem.toString().replaceFirst("^pipeline.yaml(: |:)", ""))
                    .toList();
        }
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Sample.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
