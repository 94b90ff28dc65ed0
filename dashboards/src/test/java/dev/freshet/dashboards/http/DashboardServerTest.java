package dev.freshet.dashboards.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.dashboards.store.Board;
import dev.freshet.dashboards.store.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real sockets, since what matters here is what a client can send and what it gets. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DashboardServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long WRITE_MILLIS = 500;
    private static final long KEEP_ALIVE_MILLIS = 50;

    private final Board board = new Board(Samples.CLASSES);
    private DashboardServer server;

    @BeforeEach
    void start() throws IOException {
        board.take(Samples.window("NSW", 1000, Samples.T0, 0.9, 0.8));
        server = DashboardServer.start(board, "127.0.0.1", 0, WRITE_MILLIS, KEEP_ALIVE_MILLIS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String get(String path, String... headers) throws IOException {
        return Client.get(server.url(), path, headers);
    }

    private static long serving() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(t -> t.getKey().getName().equals("dashboard-http"))
                .filter(t -> List.of(t.getValue()).stream()
                        .anyMatch(f -> f.getClassName().startsWith("sun.net.httpserver.ServerImpl$Exchange")))
                .count();
    }

    @Test
    void aPortThatIsTakenIsNamedAndZeroTakesAFreeOne() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> DashboardServer.start(board, "127.0.0.1", taken.getLocalPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " of 127.0.0.1")
                    .hasMessageContaining("0 for any that is free");
        }
        assertThat(URI.create(server.url()).getPort()).isPositive();
    }

    @Test
    void everyAnswerForbidsWhatThePageDoesNotNeed() throws IOException {
        for (String path : List.of("/", "/app.js", "/api/overview", "/nothing", "/api/keys?limit=-1")) {
            assertThat(get(path).toLowerCase(Locale.ROOT))
                    .as(path)
                    .contains("content-security-policy: default-src 'self'; ")
                    .contains("x-content-type-options: nosniff")
                    .contains("cross-origin-resource-policy: same-origin")
                    .contains("cache-control: no-store");
        }
    }

    @Test
    void aUrlThatIsTooLongIsRefused() throws IOException {
        assertThat(Client.status(get("/" + "a".repeat(10_000)))).isEqualTo(414);
        assertThat(Client.status(get("/" + "a".repeat(1 << 20))))
                .as("hung up on, or 4xx")
                .isIn(0, 400, 414);
        assertThat(Client.status(get("/"))).isEqualTo(200);
    }

    @Test
    void tooManyHeadersAreRefused() throws IOException {
        assertThat(Client.status(get("/", headers(100)))).isEqualTo(431);
        assertThat(Client.status(get("/", "X-Long: " + "a".repeat(20_000)))).isEqualTo(431);
        assertThat(Client.status(get("/", headers(10_000))))
                .as("hung up on, or 4xx")
                .isIn(0, 400, 431);
        assertThat(Client.status(get("/"))).isEqualTo(200);
    }

    private static String[] headers(int count) {
        String[] all = new String[count];
        for (int i = 0; i < count; i++) {
            all[i] = "X-" + i + ": 1";
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Content-Length: -5\r\n",
                "Content-Length: 5\r\n",
            })
    void aBodyIsRefusedAndNothingBehindItIsTakenForARequest(String headers) throws IOException {
        String answer = Client.ask(server.url(), "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n");

        assertThat(Client.status(answer)).isBetween(400, 501);
        assertThat(answer.split("HTTP/1.1 ", -1)).as("one answer").hasSize(2);
    }

    @Test
    void partsOfAFileAreNotServed() throws IOException {
        String answer = get("/app.js", "Range: bytes=0-0,5-1,-99999999999999999999,0-");

        assertThat(Client.status(answer)).as("a range may be ignored").isEqualTo(200);
        assertThat(answer).contains("EVERY_MILLIS").doesNotContain("multipart");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"})
    void onlyReadingIsAllowed(String method) throws IOException {
        assertThat(Client.status(Client.ask(server.url(), method + " / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")))
                .isEqualTo(405);
    }

    @Test
    void whoeverSendsHalfARequestHoldsNoThreadForEver() throws IOException {
        List<Client> slow = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            slow.add(new Client(server.url()).send(i % 2 == 0 ? "GET / HT" : "GET / HTTP/1.1\r\nHost: 127"));
        }

        assertThat(Client.status(get("/api/overview"))).isEqualTo(200);
        for (Client each : slow) {
            assertThat(each.all()).as("hung up on").isEmpty();
            each.close();
        }
        await().atMost(PATIENCE).until(() -> serving() == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/passwd",
                "/vendor/../../../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/..%2f..%2fetc%2fpasswd",
                "/%252e%252e/etc/passwd",
                "/..%5c..%5cetc%5cpasswd",
                "/app.js%00.html",
                "/%00",
                "/%ff%fe",
                "/%c0%ae%c0%ae/etc/passwd",
                "//etc/passwd",
                "/app.js/",
                "/./app.js",
                "/index.html;x",
                "/dev/freshet/dashboards/page/app.js",
                "/api/",
                "/api/overview/",
                "/api/../app.js",
            })
    void aPathThatIsNotInTheListIsNotFound(String path) throws IOException {
        assertThat(Client.status(get(path))).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/..\\..\\etc\\passwd", "/a\u0000b", "/%", "/%zz"})
    void aPathThatIsNoneIsRefused(String path) throws IOException {
        assertThat(Client.status(get(path))).isIn(400, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/keys?limit=-1",
                "/api/keys?limit=0",
                "/api/keys?limit=1001",
                "/api/keys?limit=1e3",
                "/api/keys?limit=99999999999999999999999",
                "/api/keys?limit=",
                "/api/keys?sort=biggest",
                "/api/keys?limit=1&limit=2",
                "/api/keys?colour=red",
                "/api/keys?search=%ff",
                "/api/overview?window=1e18",
                "/api/overview?window=-5",
                "/api/overview?from=2&to=1",
                "/api/overview?from=NaN",
                "/api/key/NSW?metric=beauty",
                "/api/key/NSW?from=5&to=4",
                "/api/key/%c3%28",
                "/api/stream?after=0",
                "/api/stream?since=0-0",
                "/api/drift?limit=x",
            })
    void aParameterThatIsWrongIsExplained(String path) throws IOException {
        String answer = get(path);

        assertThat(Client.status(answer)).isEqualTo(400);
        assertThat(answer).contains("application/problem+json").contains("\"detail\":\"");
    }

    @Test
    void whatIsEchoedInAnExplanationIsEscaped() throws IOException {
        assertThat(get("/api/keys?sort=%E2%80%AE%00%3Cb%3E")).contains("\\\\u202e\\\\u0000<b>");
    }

    @Test
    void snapshotsAreServed() throws IOException {
        assertThat(get("/api/overview?window=60"))
                .contains("\"pipeline\":\"p\"")
                .contains("\"accuracy\":0.9");
        assertThat(get("/api/keys?sort=loss&search=ns&limit=1")).contains("\"key\":\"NSW\"");
        assertThat(get("/api/key/NSW?metric=loss,accuracy&from=0&to=1000")).contains("\"at\":1000");
        assertThat(Client.status(get("/api/key/VIC"))).isEqualTo(404);
        assertThat(get("/api/drift")).contains("\"drifts\":[]");
        assertThat(get("/api/models")).contains("\"models\":[]");
        assertThat(get("/api/dead-letters")).contains("\"letters\":[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "127.0.0.1.evil.example", "", "localhost@evil", "10.0.0.1", "127.0.0.1:80:80"})
    void aNameThatIsNotOursIsRefusedSoThatNoSiteCanPoseAsThisOne(String host) throws IOException {
        assertThat(Client.status(Client.ask(server.url(), "GET /api/overview HTTP/1.1\r\nHost: " + host + "\r\n\r\n")))
                .isEqualTo(421);
    }

    @Test
    void aRequestHasOneHost() throws IOException {
        assertThat(Client.status(Client.ask(server.url(), "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n")))
                .isEqualTo(400);
        assertThat(Client.status(Client.ask(server.url(), "GET / HTTP/1.1\r\nX: 1\r\n\r\n")))
                .isEqualTo(400);
    }

    @Test
    void aPageOfAnotherSiteMayNotAsk() throws IOException {
        int port = URI.create(server.url()).getPort();

        assertThat(Client.status(get("/api/overview", "Origin: http://evil.example")))
                .isEqualTo(403);
        assertThat(Client.status(get("/api/overview", "Origin: null"))).isEqualTo(403);
        assertThat(Client.status(get("/api/overview", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors")))
                .isEqualTo(403);
        assertThat(Client.status(get("/api/overview", "Origin: http://127.0.0.1:" + port)))
                .isEqualTo(200);
        assertThat(Client.status(get("/", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")))
                .as("a link from elsewhere")
                .isEqualTo(200);
    }

    @Test
    void elsewhereThanOnTheLoopbackATokenIsAsked() throws IOException {
        try (DashboardServer open = DashboardServer.start(board, "0.0.0.0", 0)) {
            String token = URI.create(open.url()).getQuery().substring("token=".length());
            assertThat(token).matches("[0-9a-f]{48}");
            for (String path : List.of("/", "/app.js", "/api/overview", "/api/stream", "/?token=" + "0".repeat(48))) {
                assertThat(Client.status(Client.get(open.url(), path))).as(path).isEqualTo(401);
            }

            assertThat(Client.get(open.url(), "/?token=" + token))
                    .contains(" 303 ")
                    .containsIgnoringCase("location: /\r\n")
                    .contains("freshet-dashboard=" + token + "; HttpOnly; SameSite=Strict");

            assertThat(Client.status(Client.get(open.url(), "/", "Cookie: a=b; freshet-dashboard=" + token)))
                    .isEqualTo(200);
            assertThat(Client.status(Client.get(open.url(), "/api/overview", "Authorization: Bearer " + token)))
                    .isEqualTo(200);
            assertThat(Client.status(Client.get(open.url(), "/", "Cookie: freshet-dashboard=" + token + "0")))
                    .isEqualTo(401);
        }
    }

    @Test
    void theStreamGoesOnWhereItWasWithoutAGap() throws IOException {
        String id;
        try (Client first = stream("")) {
            first.until("retry: 1000\n\n");
            board.take(Samples.drift("NSW", "warning", 1, Samples.T0));
            String seen = first.until("warning");
            id = seen.replaceAll("(?s).*id: (\\S+)\n.*", "$1");
        }
        for (int i = 2; i <= 400; i++) {
            board.take(Samples.drift("NSW", "drift", i, Samples.T0));
        }

        try (Client again = stream("Last-Event-ID: " + id + "\r\n")) {
            String rest = again.until("\"at\":400,");
            assertThat(rest).doesNotContain("\"at\":1,").doesNotContain("event: reset");
            assertThat(rest.split("event: drift", -1)).as("each once").hasSize(399 + 1);
        }
    }

    /** In the version of HTTP that has no chunks, so that what arrives is the events alone. */
    private Client stream(String headers) throws IOException {
        return new Client(server.url()).send("GET /api/stream HTTP/1.0\r\nHost: localhost\r\n" + headers + "\r\n");
    }

    @Test
    void whoHasMissedTooMuchIsToldToBeginAnew() throws IOException {
        try (Client client = stream("Last-Event-ID: otherprocess-5\r\n")) {
            assertThat(client.until("event: reset")).contains("event: reset");
        }
    }

    @Test
    void aStreamWithoutNewsIsKeptAlive() throws IOException {
        try (Client client = stream("")) {
            assertThat(client.until(": keep-alive\n\n")).contains("text/event-stream");
        }
        await().atMost(PATIENCE).until(() -> server.clients() == 0);
    }

    @Test
    void aHundredClientsThatNeverReadDisturbNobodyAndAreDropped() throws IOException {
        List<Client> deaf = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Client client = new Client(server.url());
            client.socket().setReceiveBufferSize(1024);
            deaf.add(client.send("GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        }
        await().atMost(PATIENCE).until(() -> server.clients() == 100);
        byte[] value = new byte[4096];
        try (Client reader = stream("")) {
            reader.until("retry: 1000\n\n");
            long offset = 0;
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (server.clients() > 1 && System.nanoTime() < end) {
                for (int i = 0; i < 200; i++) {
                    board.take(Samples.letter("TYPE", value, offset++));
                }
                assertThat(reader.until("0:" + (offset - 1) + "\"")).doesNotContain("event: reset");
            }

            assertThat(server.clients()).as("only the one that reads is left").isEqualTo(1);
            assertThat(Client.status(get("/api/overview"))).isEqualTo(200);
        }
        for (Client each : deaf) {
            each.close();
        }
    }

    @Test
    void moreStreamsThanAllowedAreTurnedAway() throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < EventStream.CLIENTS; i++) {
            clients.add(stream(""));
        }
        await().atMost(PATIENCE).until(() -> server.clients() == EventStream.CLIENTS);

        assertThat(Client.status(get("/api/stream"))).isEqualTo(503);

        for (Client each : clients) {
            each.close();
        }
        await().atMost(PATIENCE).until(() -> server.clients() == 0);
    }
}
