package dev.freshet.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.console.FinalModels;
import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.local.Demo;
import dev.freshet.jobs.local.LocalServices;
import dev.freshet.jobs.local.StopRequest;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.replay.Rows;
import dev.freshet.model.Task;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example through Kafka and Flink, one after the other on one broker and one cluster. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExamplesIT {
    private static final int EVENTS = 5_000;

    @TempDir
    static Path directory;

    private static LocalServices services;

    @BeforeAll
    static void start() {
        services = LocalServices.start(directory, 0, 2);
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    static List<String> names() throws Exception {
        return Examples.in(Path.of("examples")).names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyDigitIsThatOfAPlainLoop(String name) throws Exception {
        DemoExample example = ExamplesTest.find(name);
        FinalModels expected = plainLoop(example);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        assertThat(demo(example, bytes).run()).as(name + " balances").isTrue();

        String out = bytes.toString(StandardCharsets.UTF_8);
        String metric = example.pipeline().learner().task() instanceof Task.Regression
                ? String.format(
                        "  %-20s %s%n", "mean absolute error", expected.totals().value("absoluteError"))
                : String.format("  %-20s %s%n", "accuracy", expected.totals().value("accuracy"));
        assertThat(out)
                .contains(metric)
                .contains("  ledger               balanced\n")
                .contains("  sha256 of models\n  " + expected.sha256() + "\n");
    }

    private static Demo demo(DemoExample example, ByteArrayOutputStream out) {
        Pipeline pipeline = example.pipeline()
                .withKafka(services.broker().settings())
                .withCheckpointDirectory(directory
                        .resolve("checkpoints-" + example.name())
                        .toUri()
                        .toString());
        Terminal terminal = Terminal.of(new PrintStream(out, true, StandardCharsets.UTF_8), Map.of());
        return new Demo(
                pipeline,
                example.rows(),
                services,
                new Demo.Options(0, EVENTS, 0),
                terminal,
                new StopRequest(),
                directory.resolve(example.name()));
    }

    private static FinalModels plainLoop(DemoExample example) throws Exception {
        try (Rows rows = example.rows().open()) {
            return PlainLoop.over(rows, example.pipeline(), EVENTS);
        }
    }
}
