package dev.freshet.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokerMainTest {
    @TempDir
    Path directory;

    @Test
    void aBrokerRunsUntilItsInputClosesAndHoldsItsDirectoryMeanwhile() throws Exception {
        Process broker = start(directory, "0");
        try (BufferedReader out = broker.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).matches("READY 127\\.0\\.0\\.1:\\d+");
            Process second = start(directory, "0");
            assertThat(errorsOf(second))
                    .singleElement()
                    .asString()
                    .contains("data directory " + directory + " is in use by another broker");
            assertThat(second.waitFor()).isEqualTo(1);

            broker.getOutputStream().close();

            assertThat(broker.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(broker.exitValue()).isZero();
        } finally {
            broker.destroyForcibly();
        }
    }

    @Test
    void aBrokerLeavesCtrlCAndKillsOfItsGroupToTheProcessThatStartedIt() throws Exception {
        Process broker = start(directory, "0");
        try (BufferedReader out = broker.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).startsWith("READY ");
            for (String signal : List.of("INT", "HUP", "TERM")) {
                int sent = new ProcessBuilder("kill", "-" + signal, String.valueOf(broker.pid()))
                        .start()
                        .waitFor();
                assertThat(sent).as(signal).isZero();
            }

            assertThat(broker.waitFor(2, TimeUnit.SECONDS)).as("ended").isFalse();

            broker.getOutputStream().close();
            assertThat(broker.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(broker.exitValue()).isZero();
        } finally {
            broker.destroyForcibly();
        }
    }

    @Test
    void aBrokerThatCannotStartSaysWhyInOneLineAndEndsWithCodeOne() throws Exception {
        Process broker = start(directory, "no-port");

        assertThat(errorsOf(broker)).singleElement().asString().startsWith("freshet-broker: the port must lie in");
        assertThat(broker.waitFor()).isEqualTo(1);
    }

    @Test
    void aPropertyThatKafkaRefusesIsNamed() throws Exception {
        Process broker = start(directory, "0", "log.retention.ms=long");

        assertThat(errorsOf(broker)).singleElement().asString().contains("log.retention.ms");
        assertThat(broker.waitFor()).isEqualTo(1);
    }

    private static List<String> errorsOf(Process process) throws Exception {
        try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
            return err.lines().toList();
        }
    }

    private static Process start(Path directory, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of("target", "classes") + File.pathSeparator + Path.of("target", "lib", "*"),
                BrokerMain.class.getName(),
                directory.toString()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).start();
    }
}
