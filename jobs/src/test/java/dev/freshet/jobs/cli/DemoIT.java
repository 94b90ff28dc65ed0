package dev.freshet.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.jobs.console.FinalModels;
import dev.freshet.jobs.replay.FlightRows;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoIT {
    @TempDir
    Path directory;

    /** So the runs equal each other, too: neither Kafka, nor the number of subtasks, nor a failure changes a bit. */
    @ParameterizedTest
    @CsvSource({"20000, 1, 0", "5000, 2, 0", "5000, 1, 2000", "5000, 2, 2000"})
    void everyDigitIsThatOfAPlainLoop(int events, int parallelism, int failAfter) throws Exception {
        FinalModels expected = plainLoop(events);

        try (Freshet demo = Freshet.start(
                directory,
                "demo",
                "--rate=0",
                "--events=" + events,
                "--parallelism=" + parallelism,
                "--inject-failure=" + failAfter)) {
            assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();

            assertThat(demo.find("sha256 of models\n  (\\S+)$")).isEqualTo(expected.sha256());
            assertThat(demo.find("average log loss +(\\S+)$"))
                    .isEqualTo("" + expected.totals().value("logLoss"));
            assertThat(demo.find("accuracy +(0\\.\\S+)$"))
                    .isEqualTo("" + expected.totals().value("accuracy"));
            assertThat(demo.out()).contains("ledger               balanced\n");
            // Nothing else: that a recovery finds what was committed before is no reason for alarm.
            assertThat(demo.err().lines())
                    .as("warnings")
                    .hasSize(failAfter == 0 ? 0 : 1)
                    .allMatch(line -> line.contains("injected failure after " + failAfter + " records"));
            assertThat(demo.temporary()).isEmptyDirectory();
        }
    }

    /** What was answered depends on how far labels had come; what was learned does not, nor on a failure. */
    @Test
    void whereLabelsComeAsFlightsLandTheWeightsAreThoseOfAPlainLoopOverTheLandings() throws Exception {
        PlainLandings expected = PlainLandings.of(8_000);
        try (Freshet demo = Freshet.start(
                directory,
                "demo",
                "--late-labels",
                "--events=8000",
                "--rate=0",
                "--parallelism=2",
                "--inject-failure=3000")) {
            assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();

            assertThat(demo.find("sha256 of weights\n  (\\S+)$"))
                    .isEqualTo(expected.models().sha256OfWeights());
            String landed = String.format(Locale.ROOT, "%,d", expected.landed());
            assertThat(demo.find("^  labels +(.*)$")).isEqualTo(landed + " = " + landed + " joined + 0 duplicate");
            assertThat(demo.out())
                    .contains(String.format(Locale.ROOT, "+ %,d waiting for their label\n", 8_000 - expected.landed()))
                    .contains("ledger               balanced\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, true", "TERM, true", "HUP, true", "TERM, false"})
    void aSignalEndsItInOrderAndLeavesNothingBehind(String signal, boolean toGroup) throws Exception {
        assumeTrue(Freshet.canStartGroups(), "this system cannot start a process group");
        try (Freshet demo = Freshet.start(directory, "demo", "--rate=2000")) {
            List<ProcessHandle> children =
                    demo.awaitLine("^[0-9.]+ +[0-9.]+ +1024 ").children();
            if (toGroup) {
                demo.signalGroup(signal);
            } else {
                demo.signal(signal);
            }

            assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();

            assertThat(demo.out())
                    .contains("stopping: every event sent so far gets its fate first")
                    .contains("ledger               balanced\n");
            assertThat(demo.err()).isEmpty();
            assertThat(demo.temporary()).isEmptyDirectory();
            assertThat(children).hasSize(1);
            await().atMost(Freshet.PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void aSignalBeforeTheFirstEventEndsItToo() throws Exception {
        assumeTrue(Freshet.canStartGroups(), "this system cannot start a process group");
        try (Freshet demo = Freshet.start(directory, "demo")) {
            demo.awaitLine("^Flights of January 2001").signalGroup("INT");

            assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();

            assertThat(demo.out()).containsAnyOf("ledger               balanced\n", "stopped before the first event\n");
            assertThat(demo.err()).isEmpty();
            assertThat(demo.temporary()).isEmptyDirectory();
        }
    }

    @Test
    void itsPageShowsWhatItDidAndEndsWithIt() throws Exception {
        try (Freshet demo = Freshet.startWithPage(directory, "demo", "--events=3000", "--rate=0", "--stay")) {
            demo.awaitLine("^the page stays at http://127.0.0.1:[0-9]+/; Ctrl-C ends it");
            String url = demo.find("^dashboard at (\\S+)$");
            List<ProcessHandle> children = demo.children();

            await().atMost(Freshet.PATIENCE)
                    .untilAsserted(() -> assertThat(read(url + "api/overview"))
                            .contains(
                                    "\"pipeline\":\"flights\"",
                                    "\"consumed\":3000,",
                                    "\"gap\":0",
                                    "\"caughtUp\":true"));
            demo.signal("TERM");

            assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
            assertThat(demo.err()).isEmpty();
            assertThat(demo.temporary()).isEmptyDirectory();
            await().atMost(Freshet.PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    private static String read(String url) throws IOException {
        try (InputStream in = URI.create(url).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aPortThatIsTakenIsNamedAndNothingIsLeft() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Freshet demo = Freshet.start(directory, "demo", "--port=" + taken.getLocalPort())) {
            assertThat(demo.exitCode()).isEqualTo(1);

            assertThat(demo.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("freshet: the broker cannot start: port " + taken.getLocalPort()
                            + " of 127.0.0.1 is in use");
            assertThat(demo.temporary()).isEmptyDirectory();
        }
    }

    @Test
    void whatIsKeptIsWhereItSays() throws Exception {
        try (Freshet demo = Freshet.start(directory, "demo", "--events=100", "--rate=0", "--keep", "--batch-size=1")) {
            assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();

            Path kept = Path.of(demo.find("^kept: topics, checkpoints and the broker's log, in (.*)$"));
            assertThat(kept.resolve("kafka")).isNotEmptyDirectory();
            assertThat(kept.resolve("checkpoints")).isNotEmptyDirectory();
            assertThat(demo.out()).contains("100 predicted = 100 trained + 0 refused\n");
        }
    }

    private static FinalModels plainLoop(int events) throws Exception {
        try (FlightRows rows = FlightRows.open()) {
            return PlainLoop.over(rows, Examples.flights().pipeline(), events);
        }
    }
}
