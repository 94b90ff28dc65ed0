package dev.freshet.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.pipeline.PipelineFile;
import dev.freshet.jobs.pipeline.PriorSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What each command line gets that needs no broker: an exit code, and words that say what to do. */
class CommandsTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    demo --evnts 3                   | Unknown option | --events
                    demo --rate -1                   | --rate must be >= 0: got -1.0 | Try 'freshet demo --help'.
                    demo --rate NaN                  | --rate must be >= 0: got NaN | Try
                    demo --rate fast                 | '--rate': 'fast' is not a double | Try
                    demo --events 0                  | --events must be >= 1: got 0 | Try
                    demo --parallelism 0             | --parallelism must lie in [1, 128]: got 0 | Try
                    demo --port 65536                | --port must lie in [0, 65535]: got 65536 | Try
                    demo --dashboard-port 65536      | --dashboard-port must lie in [0, 65535]: got 65536 | Try
                    dashboard -c p.yaml --port -1    | --port must lie in [0, 65535]: got -1 | Try
                    dashboard                        | Missing required option: '--config=FILE' | Try
                    demo --batch-size 0              | --batch-size: | Try
                    demo --example nowhere           | --example must be one of flights: got nowhere | Try
                    demo flights                     | Unmatched argument at index 1: 'flights' | Try
                    dmo                              | Unmatched argument at index 0: 'dmo' | Did you mean: freshet demo or
                    train                            | Missing required option: '--config=FILE' | Try 'freshet train --help'.
                    train -c p.yaml --parallelism 0  | --parallelism must lie in [1, 128]: got 0 | Try
                    train -c                         | Missing required parameter for option '--config' | Try
                    replay -c p.yaml                 | Missing required option: '--file=FILE' | Try
                    replay -f f -c p --events 0      | --events must be >= 1: got 0 | Try
                    replay -f f -c p --skip -1       | --skip must be >= 0: got -1 | Try
                    replay -f f -c p --as answers    | expected one of [events, features, labels] | Try
                    replay -f f -c p --as labels --labels-at t | --as must not stand beside --labels-at: got --as labels | Try
                    demo --late-labels --example digits | --late-labels must be with the flights, which say when they | Try
                    ctl dance k -c p                 | expected one of reset, rollback, freeze, resume, | Try
                    ctl freeze -c p                  | Missing required parameter: 'KEY' | Try
                    ctl set-rate k -c p --factor 0   | --factor must lie in (0, 1000]: got 0.0 | Try
                    show -c p                        | Missing required parameter: 'TOPIC' | Try
                    show answers -c p                | expected one of events, predictions, | Try
                    show drift -c p --newest 0       | --newest must lie in [1, 100000]: got 0 | Try
                    broker --port -1                 | --port must lie in [0, 65535]: got -1 | Try
                    model                            | model needs one of list, show, diff, rebuild, | Try
                    model show -c p                  | Missing required parameter: 'KEY' | Try
                    model diff k -c p --from 1       | Missing required option: '--to=STEP' | Try
                    model explain k -c p --event {} --top -1 | --top must lie in [0, 100000]: got -1 | Try
                    model export k -c p              | --onnx=FILE | Try
                    model import f -c p              | Missing required option: '--out=FILE' | Try
                    validate p.yaml                  | Missing required option: '--config=FILE' | Try
                    """)
    void aWrongCommandLineIsExplainedAndExits2(String line, String what, String hint) {
        assertThat(run(line.split(" +"))).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("freshet: ")
                .contains(what)
                .contains(hint)
                .doesNotContain("\tat ");
        assertThat(err.toString().lines()).hasSizeLessThanOrEqualTo(4);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "train",
                "replay",
                "show",
                "ctl",
                "validate",
                "doctor",
                "topics",
                "broker",
                "dead-letters",
                "dead-letters list",
                "dead-letters show",
                "dead-letters stats",
                "dead-letters replay",
                "model",
                "model list",
                "model show",
                "model diff",
                "model explain",
                "model export",
                "model import"
            })
    void everyCommandHelpsWithExamples(String command) {
        assertThat(run((command + " --help").split(" "))).isZero();
        assertThat(out.toString())
                .contains("Usage: freshet " + command)
                .contains("Example")
                .contains("  freshet " + command);
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
        assertThat(out.toString()).doesNotContain("inject-failure");
    }

    @Test
    void helpNamesTheCommandsAndTheExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("demo", "train", "score", "replay", "validate", "broker", "Exit codes:", "Kafka cannot");
    }

    @Test
    void theVersionIsTheBuilds() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("freshet [0-9]+\\.[0-9]+\\.[0-9]+\\S* \\(Java [0-9].*\\)\\R");
    }

    @Test
    void aValidPipelineIsDescribed() throws IOException {
        assertThat(run("validate", "-c", pipeline("batch: {size: 2}"))).isZero();
        assertThat(out.toString()).contains("pipeline  small").contains("pipeline.yaml is valid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "train", "score", "replay -f events.csv"})
    void anInvalidPipelineExits3WithEveryProblem(String command) throws IOException {
        String file = pipeline("batch: {size: 0, sise: 1}");

        assertThat(run((command + " -c " + file).split(" "))).isEqualTo(3);

        assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("pipeline.yaml:8:"));
    }

    @Test
    void aPipelineFileThatIsNotThereExits3() {
        assertThat(run("validate", "-c", directory.resolve("none.yaml").toString()))
                .isEqualTo(3);
        assertThat(err.toString()).isEqualToNormalizingNewlines("none.yaml: there is no such file\n");
    }

    @Test
    void aTableThatCannotBeReadExits1() throws IOException {
        String config = pipeline("batch: {size: 2}");

        assertThat(run(
                        "replay",
                        "-c",
                        config,
                        "-f",
                        directory.resolve("none.csv").toString()))
                .isEqualTo(1);

        assertThat(err.toString()).contains("none.csv does not exist: name a CSV file, plain or gzipped");
    }

    @Test
    void aFileForLabelsThatComeLaterIsToldWhatItLacksBeforeKafkaIsAsked() throws IOException {
        Path table = Files.writeString(directory.resolve("late.csv"), "id,key,ts,x,y\n");
        String late = pipeline("batch: {size: 2}\nlabels: {}");

        assertThat(run("replay", "-c", late, "-f", table.toString())).isEqualTo(1);
        assertThat(run("replay", "-c", late, "-f", table.toString(), "--labels-at", "landed"))
                .isEqualTo(1);

        assertThat(err.toString().lines())
                .containsExactly(
                        "freshet: " + late
                                + " takes labels that come later: add --labels-at COLUMN, --as features or --as labels",
                        "freshet: " + table
                                + ": the file must have a column for each of these of the pipeline: time of the"
                                + " label landed; its columns are id, key, ts, x, y");
    }

    @Test
    void aTableWithoutTheColumnsExits1AndNamesThemAll() throws IOException {
        Path table = Files.writeString(directory.resolve("t.csv"), "a,b\n1,2\n");

        assertThat(run("replay", "-c", pipeline("batch: {size: 2}"), "-f", table.toString()))
                .isEqualTo(1);

        assertThat(err.toString())
                .startsWith("freshet: " + table + ": the file must have a column for each of")
                .contains("key key, input x, label y; its columns are a, b");
    }

    @Test
    void aCheckpointDirectoryThatCannotBeWrittenToExits3() throws IOException {
        String config =
                pipeline("batch: {size: 2}\ncheckpoint: {directory: " + directory.resolve("pipeline.yaml/c") + "}");

        assertThat(run("train", "-c", config)).isEqualTo(3);

        assertThat(err.toString()).startsWith("freshet: checkpoint.directory must be a directory that this user may");
    }

    @Test
    void theTopicsOfAPipelineAreWrittenOutAsCommands() throws IOException {
        assertThat(run("topics", "create", "--dry-run", "-c", pipeline("batch: {size: 2}")))
                .isZero();
        assertThat(out.toString().lines())
                .hasSize(8)
                .allMatch(line ->
                        line.startsWith("kafka-topics.sh --bootstrap-server localhost:9092 --create --topic small."))
                .anyMatch(line -> line.contains("small.models --partitions 4 --config cleanup.policy=compact"));
    }

    @Test
    void theRightsOfAPipelineAreWrittenOutAsCommands() throws IOException {
        assertThat(run("topics", "acl", "--principal", "User:x", "-c", pipeline("batch: {size: 2}")))
                .isZero();
        assertThat(out.toString().lines())
                .allMatch(line -> line.startsWith(
                        "kafka-acls.sh --bootstrap-server localhost:9092 --add --allow-principal User:x"))
                .anyMatch(line -> line.endsWith("--operation READ --topic small.events"))
                .anyMatch(line -> line.endsWith("--operation READ --group freshet-owner-small"))
                .anyMatch(line ->
                        line.endsWith("--operation WRITE --transactional-id small --resource-pattern-type prefixed"));
    }

    @Test
    void theDoctorLooksAtThisMachineWithoutAPipeline() {
        assertThat(run("doctor")).isZero();
        assertThat(out.toString().lines())
                .hasSizeGreaterThan(2)
                .allMatch(line -> line.matches("(ok   |warn ) (java|memory|ports) .*"));
    }

    @Test
    void theDoctorSaysOnOneLineThatNoBrokerAnswersAndExits1() throws IOException {
        String config = Files.writeString(
                        directory.resolve("far.yaml"),
                        Files.readString(Path.of(pipeline("batch: {size: 2}")))
                                + "kafka: {bootstrap: \"127.0.0.1:1\"}\n")
                .toString();

        assertThat(run("doctor", "-c", config)).isEqualTo(1);
        assertThat(out.toString().lines())
                .filteredOn(line -> line.startsWith("fail"))
                .singleElement()
                .asString()
                .contains("kafka", "127.0.0.1:1 does not answer");
    }

    @Test
    void aNetworkInOnnxBecomesThePriorThatItsLinesName() throws IOException {
        Path onnx = Path.of("../model-core/src/test/resources/dev/freshet/model/onnx/gelu.onnx");
        Path config = Files.writeString(directory.resolve("gelu.yaml"), """
                name: gelu
                task: {classes: [no, yes]}
                features: [{numeric: [a, b, c, d, e, f, g, h, i], scale: none}]
                model:
                  network: [{dense: 7, activation: gelu}, {dense: 4, activation: tanh}, {dense: 1, activation: sigmoid}]
                  optimizer: {sgd: {rate: 0.1}}
                """);
        Path made = directory.resolve("n.frsh");
        String[] line = {"model", "import", onnx.toString(), "-c", config.toString(), "--out", made.toString()};

        assertThat(run(line)).as(err.toString()).isZero();

        String said = out.toString();
        Files.writeString(config, said.substring(said.indexOf("prior:")), StandardOpenOption.APPEND);
        PriorSettings prior = Objects.requireNonNull(PipelineFile.load(config).prior());
        assertThat(prior.snapshot()).isEqualTo(Files.readAllBytes(made));
        assertThat(run(line)).isEqualTo(1);
        assertThat(err.toString()).contains("n.frsh is there already and is left as it is: name another file");
    }

    @Test
    void aFileThatIsNoNetworkIsRefusedAndNothingIsWritten() throws IOException {
        Path text = Files.writeString(directory.resolve("n.onnx"), "not a model");
        Path made = directory.resolve("n.frsh");

        assertThat(run("model", "import", text.toString(), "-c", pipeline("batch: {size: 2}"), "-o", made.toString()))
                .isEqualTo(1);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("freshet: " + text + " cannot be taken over: ");
        assertThat(made).doesNotExist();
    }

    private int run(String... arguments) {
        CommandLine commands = Main.commands();
        commands.setOut(new PrintWriter(out, true));
        commands.setErr(new PrintWriter(err, true));
        return commands.execute(arguments);
    }

    private String pipeline(String batch) throws IOException {
        return Files.writeString(directory.resolve("pipeline.yaml"), """
                        name: small
                        task: {classes: [a, b]}
                        features: [{numeric: [x]}]
                        model:
                          network: [{dense: 2, activation: softmax}]
                          loss: cross-entropy
                          optimizer: {sgd: {rate: 0.1}}
                          %s
                        """.formatted(batch))
                .toString();
    }
}
