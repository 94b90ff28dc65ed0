package dev.freshet.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.TestBroker;
import dev.freshet.jobs.console.FinalModels;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineFile;
import dev.freshet.jobs.replay.CsvRows;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.RawRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A prior from the history of all keys, and a job whose keys begin there, as a user runs them. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PriorIT {
    private static final int ROWS = 2_000;

    private final String name = "prior-" + UUID.randomUUID();

    @TempDir
    Path directory;

    @Test
    void aPriorIsTheSameBytesEachTimeAndKeysBeginThereInTheJobAsInAPlainLoop() throws Exception {
        Path table = table();
        Path config = Files.writeString(directory.resolve("pipeline.yaml"), yaml());
        run("replay", "-f", table.toString(), "-c", config.toString());

        Path one = directory.resolve("one.frsh");
        Path two = directory.resolve("two.frsh");
        String said = run("prior", "-c", config.toString(), "--events=1000", "-o", one.toString());
        String saidAgain = run("prior", "-c", config.toString(), "--until=2001-01-01T00:01:01Z", "-o", two.toString());
        assertThat(said).contains("1,000 events learned").contains("step 62 after 992 labelled events");
        assertThat(saidAgain).contains("1,000 events learned");
        assertThat(Files.readAllBytes(two)).isEqualTo(Files.readAllBytes(one));

        Files.writeString(config, yaml() + lines(said).replace("shrinkage: 0 ", "shrinkage: 25 "));
        run("train", "-c", config.toString(), "--to-end", "--parallelism=2");

        Pipeline pipeline = PipelineFile.load(config);
        assertThat(published(pipeline).sha256())
                .isEqualTo(expected(table, pipeline).sha256());
        assertThat(published(pipeline).sha256())
                .isNotEqualTo(expected(table, pipeline.withPrior(null)).sha256());
        assertThat(run("verify", "-c", config.toString(), "--replay")).contains("balanced");
    }

    @Test
    void aPriorNeverReplacesAFileNorComesFromTooLittle() throws Exception {
        Path config = Files.writeString(directory.resolve("pipeline.yaml"), yaml());
        Path there = Files.writeString(directory.resolve("there.frsh"), "kept");
        try (Freshet prior = Freshet.start(directory, "prior", "-c", config.toString(), "-o", there.toString())) {
            assertThat(prior.exitCode()).isEqualTo(1);
            assertThat(prior.err())
                    .isEqualTo("freshet: " + there + " is there already, and a prior never changes: name"
                            + " another with -o\n");
        }
        assertThat(there).hasContent("kept");

        run("replay", "-f", table().toString(), "-c", config.toString(), "--events=3");
        try (Freshet prior = Freshet.start(directory, "prior", "-c", config.toString())) {
            assertThat(prior.exitCode()).isEqualTo(1);
            assertThat(prior.err())
                    .contains("holds too little for a prior: 3 events")
                    .contains("no batch of 16");
        }
    }

    private static String lines(String said) {
        Matcher lines = Pattern.compile("(?s)^prior:$.*", Pattern.MULTILINE).matcher(said);
        assertThat(lines.find()).as(said).isTrue();
        return lines.group();
    }

    private String run(String... arguments) throws Exception {
        try (Freshet freshet = Freshet.start(directory, arguments)) {
            assertThat(freshet.exitCode()).as(freshet.out() + freshet.err()).isZero();
            return freshet.out();
        }
    }

    private static FinalModels published(Pipeline pipeline) {
        FinalModels models = new FinalModels(pipeline.learnerSource().open());
        for (RawRecord record :
                TopicReader.readAll(pipeline.kafka(), pipeline.topics().models())) {
            models.add(Objects.requireNonNull(record.key()), Objects.requireNonNull(record.value()));
        }
        return models;
    }

    private static FinalModels expected(Path table, Pipeline pipeline) throws IOException {
        try (CsvRows rows = CsvRows.open(table)) {
            return PlainLoop.over(rows, pipeline, ROWS);
        }
    }

    private String yaml() {
        return """
                name: %s
                task: {classes: [down, up]}
                kafka: {bootstrap: "%s"}
                features: [{numeric: [a, b], scale: standard}]
                model:
                  network: [{dense: 4, activation: relu}, {dense: 2, activation: softmax}]
                  optimizer: {adam: {rate: 0.01}}
                  batch: {size: 16}
                metrics: {window: 100}
                checkpoint: {interval: 500ms}
                """.formatted(name, TestBroker.settings().bootstrap());
    }

    /** A millisecond from row to row, from one minute past the year's beginning on. */
    private Path table() throws IOException {
        Random random = new Random(11);
        StringBuilder csv = new StringBuilder("key,ts,y,a,b\n");
        for (int i = 0; i < ROWS; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            csv.append("k%d,%d,%s,%s,%s\n"
                    .formatted(random.nextInt(9), 978_307_260_000L + i, a + b > 0 ? "up" : "down", a, b));
        }
        return Files.writeString(directory.resolve("table.csv"), csv);
    }
}
