package dev.freshet.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.dashboards.store.Samples;
import dev.freshet.kafka.DeadLetters;
import dev.freshet.kafka.EmbeddedBroker;
import dev.freshet.wire.Header;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard's own process over a real broker; the records are written by the codecs and settings that a job uses. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DashboardMainIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path directory;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static EmbeddedBroker broker;

    private final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.in(directory.resolve("kafka")).start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void stopAll() {
        started.forEach(Process::destroyForcibly);
    }

    /** A dashboard of topics whose names begin with {@code prefix}. */
    private Process start(String prefix, int port) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Objects.requireNonNull(System.getProperty("freshet.dashboards.classpath"), "class path"),
                        DashboardMain.class.getName())
                .start();
        started.add(process);
        String settings = "{\"name\":\"p\",\"bootstrap\":\"" + broker.bootstrap() + "\",\"properties\":{},"
                + topics(prefix)
                + ",\"classes\":[\"DOWN\",\"UP\"],\"window\":1000,\"exactly-once\":true,\"bind\":\"127.0.0.1\",\"port\":"
                + port + "}\n";
        process.getOutputStream().write(settings.getBytes(UTF_8));
        process.getOutputStream().flush();
        return process;
    }

    private static String topics(String prefix) {
        List<String> named = new ArrayList<>();
        for (String topic : List.of("events", "metrics", "drift", "dead-letters", "ledger", "models")) {
            named.add("\"" + topic + "\":\"" + prefix + "." + topic + "\"");
        }
        return "\"topics\":{" + String.join(",", named) + "}";
    }

    private static String url(Process dashboard) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(dashboard.getInputStream(), UTF_8));
        String line = out.readLine();
        assertThat(line).startsWith("READY http://127.0.0.1:");
        return line.substring("READY ".length());
    }

    private static void create(String prefix) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            List<NewTopic> all = new ArrayList<>();
            for (String topic : List.of("events", "metrics", "drift", "dead-letters", "ledger", "models")) {
                all.add(new NewTopic(prefix + "." + topic, Optional.of(2), Optional.empty()));
            }
            admin.createTopics(all).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String transactions) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap(), "transactional.id", transactions),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Writes records in one transaction. */
    private static void write(String prefix, boolean commit, List<RawRecord> records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer("it-" + prefix)) {
            producer.initTransactions();
            producer.beginTransaction();
            for (RawRecord each : records) {
                String topic = prefix + each.topic().substring(each.topic().indexOf('.'));
                producer.send(record(topic, each.timestamp(), each.key(), each.value(), each.headers()))
                        .get(60, TimeUnit.SECONDS);
            }
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, long time, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, null, time, key, value);
        headers.forEach(h -> record.headers().add(h.name(), h.value()));
        return record;
    }

    private static RawRecord letter() {
        RawRecord raw = new RawRecord("p.events", 1, 7, Samples.T0, null, "not json".getBytes(UTF_8), List.of());
        var letter = DeadLetters.of("p", Samples.TOPICS.deadLetters())
                .letter(
                        new Rejection(RejectionCode.MALFORMED, "/x", "broken at byte 0", raw),
                        DeadLetters.Stage.DECODE);
        return new RawRecord(letter.topic(), 0, 0, Samples.T0, letter.key(), letter.value(), letter.headers());
    }

    private static String get(String url, String path) {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create(url + path)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    private static void awaitIn(String url, String path, String... texts) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(get(url, path)).contains(texts));
    }

    @Test
    void whatAJobCommitsIsSeenInTheSnapshotsAndWhatItAbortsIsNot() throws Exception {
        create("seen");
        write(
                "seen",
                true,
                List.of(
                        Samples.window("NSW", 1000, Samples.T0, 0.9, 0.8),
                        Samples.drift("NSW", "drift", 900, Samples.T0),
                        Samples.model("NSW", "42", 1_000, Samples.T0),
                        Samples.consumed(1, 0, 100, Samples.T0),
                        Samples.answered(1, 100, Samples.T0),
                        letter()));
        write("seen", false, List.of(Samples.window("aborted", 1000, Samples.T0, 0.9, 0.8)));
        String url = url(start("seen", 0));

        awaitIn(url, "api/overview", "\"caughtUp\":true", "\"judged\":1", "\"consumed\":100", "\"gap\":0");
        awaitIn(url, "api/keys", "\"key\":\"NSW\"", "\"found\":1,");
        awaitIn(url, "api/key/NSW", "\"step\":\"42\"", "\"level\":\"warn\"");
        awaitIn(url, "api/models", "\"fingerprint\":\"00ff00ff00ff00ff\"");
        awaitIn(url, "api/dead-letters", "MALFORMED", "\"field\":\"/x\"", "\"record\":\"p.events 1:7\"", "not json");
        assertThat(get(url, "api/keys")).doesNotContain("aborted");
        assertThat(get(url, "")).contains("<title>Freshet</title>");
    }

    @Test
    void aFollowerThatComesBackGetsEveryCommittedRecordOnce() throws Exception {
        create("stream");
        String url = url(start("stream", 0));
        awaitIn(url, "api/overview", "\"caughtUp\":true");

        String id;
        try (Socket first = stream(url, "")) {
            BufferedReader in = reader(first);
            write("stream", true, drifts(0, 50));
            id = readTo(in, "\"at\":20,").replaceAll("(?s).*\nid: (\\S+)\n.*", "$1");
        }
        write("stream", true, drifts(50, 100));
        try (Socket again = stream(url, "Last-Event-ID: " + id + "\r\n")) {
            String rest = readTo(reader(again), "\"at\":99,");

            for (int i = 21; i < 100; i++) {
                assertThat(rest.split("\"at\":" + i + ",", -1)).as("event " + i).hasSize(2);
            }
            assertThat(rest).doesNotContain("\"at\":20,").doesNotContain("event: reset");
        }
    }

    private static List<RawRecord> drifts(int from, int to) {
        List<RawRecord> all = new ArrayList<>();
        for (int i = from; i < to; i++) {
            all.add(Samples.drift("NSW", "drift", i, Samples.T0 + i));
        }
        return all;
    }

    private static Socket stream(String url, String headers) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), URI.create(url).getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream()
                .write(("GET /api/stream HTTP/1.0\r\nHost: localhost\r\n" + headers + "\r\n").getBytes(UTF_8));
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    private static String readTo(BufferedReader in, String text) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            all.append(line).append('\n');
            if (line.contains(text)) {
                return all.toString();
            }
        }
        throw new AssertionError("the stream ended before " + text + ": " + all);
    }

    @Test
    void topicsThatAreMissingAreNamedAndWaitedFor() throws Exception {
        String url = url(start("later", 0));
        awaitIn(url, "api/overview", "\"missing\":\"later.metrics, ");

        create("later");
        write("later", true, List.of(Samples.window("NSW", 1000, Samples.T0, 0.9, 0.8)));

        awaitIn(url, "api/overview", "\"judged\":1");
    }

    @Test
    void itEndsWithItsParentsPipe() throws Exception {
        Process dashboard = start("pipe", 0);
        String unused = url(dashboard);

        dashboard.getOutputStream().close();

        assertThat(dashboard.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(dashboard.exitValue()).isZero();
    }

    @Test
    void aPortThatIsTakenIsNamedInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process dashboard = start("port", taken.getLocalPort());

            assertThat(new String(dashboard.getErrorStream().readAllBytes(), UTF_8).lines())
                    .singleElement()
                    .asString()
                    .startsWith("freshet-dashboard: port " + taken.getLocalPort() + " of 127.0.0.1");
            assertThat(dashboard.waitFor()).isEqualTo(1);
        }
    }
}
