package dev.freshet.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EmbeddedBrokerIT {
    @TempDir
    Path directory;

    @Test
    void aBrokerThatStartsAgainHasItsRecords() {
        try (EmbeddedBroker broker = EmbeddedBroker.in(directory).start()) {
            write(broker, 100);
        }

        try (EmbeddedBroker broker = EmbeddedBroker.in(directory).start()) {
            assertThat(TestBroker.values(broker.settings(), "t")).isEqualTo(numbers(100));
        }
    }

    @Test
    void aKilledBrokerComesBackAtItsPortWithEveryAcknowledgedRecord() {
        // A broker that was killed is let in again when its session has run out.
        EmbeddedBroker first = EmbeddedBroker.in(directory)
                .property("broker.session.timeout.ms", "3000")
                .property("broker.heartbeat.interval.ms", "300")
                .start();
        write(first, 100);
        first.kill();
        assertThat(first.isAlive()).isFalse();

        int port =
                Integer.parseInt(first.bootstrap().substring(first.bootstrap().indexOf(':') + 1));
        try (EmbeddedBroker second = EmbeddedBroker.in(directory).port(port).start()) {
            assertThat(second.bootstrap()).isEqualTo(first.bootstrap());
            assertThat(TestBroker.values(second.settings(), "t")).isEqualTo(numbers(100));
        }
    }

    @Test
    void aPortInUseIsToldWithTheBrokersOwnWords() {
        String bootstrap = TestBroker.get().bootstrap();
        int port = Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1));

        assertThatThrownBy(() -> EmbeddedBroker.in(directory).port(port).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the broker of " + directory + " ended")
                .hasMessageContaining("port " + port + " of 127.0.0.1 is in use");
    }

    @Test
    void aDirectoryThatIsAFileIsToldWithTheBrokersOwnWords() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> EmbeddedBroker.in(file).start())
                .hasMessageContaining("data directory " + file + " cannot be created");
    }

    @Test
    void aWrongClassPathIsTold() {
        assertThatThrownBy(
                        () -> EmbeddedBroker.in(directory).classPath("/nowhere").start())
                .hasMessageContaining("dev.freshet.broker.BrokerMain");
    }

    @Test
    void closingTwiceIsClosing() {
        EmbeddedBroker broker = EmbeddedBroker.in(directory).start();

        broker.close();
        broker.close();

        assertThat(broker.isAlive()).isFalse();
    }

    @Test
    void aBrokerDoesNotOutliveItsParentThatIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-D" + EmbeddedBroker.CLASS_PATH_PROPERTY + "=" + EmbeddedBroker.locate(),
                        Parent.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = parent.inputReader(StandardCharsets.UTF_8)) {
            long pid = Long.parseLong(out.readLine());
            assertThat(ProcessHandle.of(pid)).isPresent();

            parent.destroyForcibly().waitFor();

            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        } finally {
            parent.destroyForcibly();
        }
    }

    /** Starts a broker, tells its process, and waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws Exception {
            System.out.println(EmbeddedBroker.in(Path.of(args[0])).start().pid());
            Thread.currentThread().join();
        }
    }

    private static void write(EmbeddedBroker broker, int count) {
        List<EnsuredTopic> unused = Topics.ensure(broker.settings(), List.of(TopicSpec.of("t", 1)));
        try (EventProducer producer = new EventProducer(broker.settings())) {
            numbers(count).forEach(n -> producer.send(Records.outbound("t", "k", n)));
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }
}
