package dev.freshet.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.jobs.console.FinalModels;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineFile;
import dev.freshet.jobs.replay.CsvRows;
import dev.freshet.kafka.EmbeddedBroker;
import dev.freshet.kafka.TopicReader;
import dev.freshet.model.Learner;
import dev.freshet.wire.RawRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A table, a pipeline file and a broker, as a user has them. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandLineIT {
    private static final int ROWS = 4_000;

    @TempDir
    static Path shared;

    private static EmbeddedBroker broker;

    @TempDir
    Path directory;

    private Path config = Path.of("pipeline.yaml");

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.in(shared.resolve("kafka"))
                .log(shared.resolve("log"))
                .start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void describePipeline() throws IOException {
        config = pipeline("p-" + UUID.randomUUID(), broker.bootstrap());
    }

    @Test
    void aTableThatIsReplayedAndTrainedToItsEndGivesTheModelsOfAPlainLoop() throws Exception {
        Path table = table(directory.resolve("all.csv"), 0, ROWS);

        String replayed = succeed("replay", "-f", table.toString(), "-c", config.toString(), "--rate=20000");
        assertThat(replayed)
                .contains("created topic " + name() + ".events, 4 partitions")
                .contains("4,000 events sent");
        String trained = succeed("train", "-c", config.toString(), "--to-end", "--parallelism=2");
        assertThat(trained)
                .contains("created topic " + name() + ".models, 4 partitions")
                .doesNotContain("created topic " + name() + ".events")
                .contains("from its beginning, with new models")
                .contains("4,000 predictions since the start, 0 dead letters, 0 drift alarms")
                .contains(
                        "4,000 predicted = ",
                        "sha256 of models\n  " + expected().sha256() + "\n")
                .contains("the input has ended; every model is on " + name() + ".models");
        assertThat(succeed("verify", "-c", config.toString(), "--replay"))
                .contains("fates                4,000 consumed = 4,000 predicted + 0 dead + 0 duplicate + 0 late")
                .contains("replay               9 models learned anew, 9 compared byte for byte")
                .contains("ledger               balanced\n");

        assertThat(published().sha256()).isEqualTo(expected().sha256());
        theModelsCanBeLookedIntoAndTakenElsewhere();
    }

    private void theModelsCanBeLookedIntoAndTakenElsewhere() throws Exception {
        String key = "k3";
        assertThat(model("list").lines().toList())
                .hasSize(10)
                .endsWith("9 models on " + name() + ".models")
                .anyMatch(line -> line.matches("k3  step [0-9]+  fingerprint [0-9a-f]{16}  end  .*"));
        String shown = model("show", key);
        assertThat(shown)
                .contains("key        k3", "layer 2    softmax, 4 x 2: norm of W ", "  step 1 ", "  step 16 ")
                .doesNotContain("the pipeline says");
        assertThat(model("diff", key, "--from=1", "--to=16")).contains("layer 1  norm of W ", "layer 1 W[");
        assertThat(model("explain", key, "--event={\"x\": {\"a\": 1, \"b\": 2}}"))
                .contains("predicts up with probability ", "score of up ");

        Path snapshot = directory.resolve("k3.frsh");
        Path onnx = directory.resolve("k3.onnx");
        assertThat(model("export", key, "--snapshot=" + snapshot)).contains("wrote " + snapshot);
        assertThat(model("export", key, "--step=16", "--onnx=" + onnx)).contains(": step 16, fingerprint ");
        assertThat(shown)
                .contains("sha256     "
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(snapshot))));
        assertThat(onnx).isNotEmptyFile();
        assertThat(refusal("diff", key, "--from=1", "--to=3"))
                .startsWith("freshet: topic " + name()
                        + ".model-history holds no model of key k3 at step 3: it holds its" + " steps 1, 4, 16, ");
        assertThat(refusal("show", "nobody"))
                .startsWith("freshet: topic " + name() + ".models holds no model of key nobody: ");
    }

    private String model(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertThat(model(out, err, arguments)).as(err.toString()).isZero();
        return out.toString();
    }

    private String refusal(String... arguments) {
        StringWriter err = new StringWriter();
        assertThat(model(new StringWriter(), err, arguments)).isEqualTo(1);
        return err.toString();
    }

    private int model(StringWriter out, StringWriter err, String... arguments) {
        CommandLine commands = Main.commands();
        commands.setOut(new PrintWriter(out, true));
        commands.setErr(new PrintWriter(err, true));
        String[] line = Stream.concat(
                        Stream.concat(Stream.of("model"), Stream.of(arguments)), Stream.of("-c", config.toString()))
                .toArray(String[]::new);
        return commands.execute(line);
    }

    @Test
    void aTrainingThatCtrlCEndedGoesOnFromItsSavepointAsIfItHadNeverStopped() throws Exception {
        assumeTrue(Freshet.canStartGroups(), "this system cannot start a process group");
        Path first = table(directory.resolve("first.csv"), 0, ROWS / 2);
        Path second = table(directory.resolve("second.csv"), ROWS / 2, ROWS);

        succeed("replay", "-f", first.toString(), "-c", config.toString());
        String savepoint;
        try (Freshet train = Freshet.start(directory, "train", "-c", config.toString())) {
            train.awaitLine("^[0-9.]+ +[0-9.]+ +1024 ").signalGroup("INT");
            assertThat(train.exitCode()).as(train.out() + train.err()).isZero();
            savepoint = train.find("to continue, add --from (\\S+)$");
            assertThat(train.err()).isEmpty();
        }
        succeed("replay", "-f", second.toString(), "-c", config.toString());
        String resumed = succeed("train", "-c", config.toString(), "--from", savepoint, "--to-end");
        assertThat(resumed).contains("continuing from " + savepoint);

        assertThat(published().sha256()).isEqualTo(expected().sha256());
    }

    @Test
    void aSavepointThatIsNotThereIsNamed() throws Exception {
        try (Freshet train = Freshet.start(directory, "train", "-c", config.toString(), "--from", "/no/savepoint")) {
            assertThat(train.exitCode()).isEqualTo(1);
            assertThat(train.err())
                    .startsWith("freshet: the job cannot be started: ")
                    .contains("/no/savepoint");
            assertThat(train.err()).doesNotContain("\tat ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "replay"})
    void aBrokerThatCannotBeReachedExits4WithWordsAndNoFlood(String command) throws Exception {
        String nowhere = pipeline("nowhere", "127.0.0.1:1").toString();
        String table = table(directory.resolve("all.csv"), 0, 10).toString();
        String[] line = command.equals("replay")
                ? new String[] {command, "-c", nowhere, "-f", table}
                : new String[] {command, "-c", nowhere};

        try (Freshet freshet = Freshet.start(directory, line)) {
            assertThat(freshet.exitCode()).isEqualTo(4);
            assertThat(freshet.err().lines()).singleElement().asString().contains("127.0.0.1:1 does not answer");
            assertThat(freshet.out()).contains("asking Kafka at 127.0.0.1:1 ... failed");
        }
    }

    @Test
    void aRowThatIsRaggedEndsAReplayBehindTheGoodOnesWithItsLine() throws Exception {
        Path table = table(directory.resolve("all.csv"), 0, 10);
        Files.writeString(table, Files.readString(table) + "only,two\n");

        try (Freshet replay = Freshet.start(directory, "replay", "-f", table.toString(), "-c", config.toString())) {
            assertThat(replay.exitCode()).isEqualTo(1);
            assertThat(replay.err())
                    .isEqualTo("freshet: " + table + ":12 must have 5 fields, as its header has: got 2; the 10 rows"
                            + " before it were sent: once it is mended, go on with --skip 10\n");
        }
        assertThat(TopicReader.readAll(broker.settings(), name() + ".events")).hasSize(10);
        assertThat(succeed("replay", "-f", table.toString(), "-c", config.toString(), "--skip=8", "--events=2"))
                .contains("10 records are there already: what is sent comes on top, and is learned from as well")
                .contains("2 events sent");
        assertThat(succeed("show", "events", "-c", config.toString(), "--newest=3"))
                .contains("\"y\":\"")
                .contains("3 of 12 records on " + name() + ".events");
    }

    private String succeed(String... arguments) throws Exception {
        try (Freshet freshet = Freshet.start(directory, arguments)) {
            assertThat(freshet.exitCode()).as(freshet.out() + freshet.err()).isZero();
            assertThat(freshet.err()).isEmpty();
            assertThat(freshet.temporary()).isEmptyDirectory();
            return freshet.out();
        }
    }

    private String name() {
        return PipelineFile.load(config).name();
    }

    private FinalModels published() {
        Pipeline pipeline = PipelineFile.load(config);
        FinalModels models = new FinalModels(new Learner(pipeline.learner()));
        for (RawRecord record :
                TopicReader.readAll(broker.settings(), pipeline.topics().models())) {
            models.add(Objects.requireNonNull(record.key()), Objects.requireNonNull(record.value()));
        }
        return models;
    }

    private FinalModels expected() throws IOException {
        Path table = table(directory.resolve("expected.csv"), 0, ROWS);
        try (CsvRows rows = CsvRows.open(table)) {
            return PlainLoop.over(rows, PipelineFile.load(config), ROWS);
        }
    }

    private Path pipeline(String name, String bootstrap) throws IOException {
        return Files.writeString(directory.resolve(name + ".yaml"), """
                name: %s
                task: {classes: [down, up]}
                kafka: {bootstrap: "%s"}
                features: [{numeric: [a, b], scale: standard}]
                model:
                  network: [{dense: 4, activation: relu}, {dense: 2, activation: softmax}]
                  loss: cross-entropy
                  optimizer: {adam: {rate: 0.01}}
                  batch: {size: 16}
                metrics: {window: 100}
                checkpoint: {interval: 500ms}
                """.formatted(name, bootstrap));
    }

    /** Rows {@code from} to {@code to} of one random table. */
    private static Path table(Path file, int from, int to) throws IOException {
        Random random = new Random(11);
        StringBuilder csv = new StringBuilder("key,ts,y,a,b\n");
        for (int i = 0; i < to; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            String row = "k" + random.nextInt(9) + "," + (978_307_260_000L + i) + "," + (a + b > 0 ? "up" : "down")
                    + "," + a + "," + b + "\n";
            csv.append(i < from ? "" : row);
        }
        return Files.writeString(file, csv);
    }
}
