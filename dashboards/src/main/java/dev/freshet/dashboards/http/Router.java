package dev.freshet.dashboards.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Checks every request, then hands it to the page, the snapshots or the stream. */
final class Router implements HttpHandler {
    private static final int URL = 8_192;
    private static final int HEADERS = 64;
    private static final int HEADER_BYTES = 16 << 10;
    private static final String STREAM = "/api/stream";

    /** Nothing is loaded from elsewhere, nothing runs that is not a file of ours, nobody frames it. */
    private static final String POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";

    private final Access access;
    private final Assets assets = new Assets();
    private final Api api;
    private final EventStream stream;
    private final Patience patience;

    Router(Access access, Api api, EventStream stream, Patience patience) {
        this.access = access;
        this.api = api;
        this.stream = stream;
        this.patience = patience;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            protect(exchange.getResponseHeaders());
            route(exchange);
        } catch (HttpProblem problem) {
            exchange.getResponseHeaders().set("Connection", "close");
            send(exchange, problem.status(), "application/problem+json", problem.body());
        } catch (InterruptedException | IOException e) {
            // The client has gone, or does not read.
        } finally {
            // Ends what a client left open; the thread serves others after this.
            exchange.close();
            boolean unused = Thread.interrupted();
        }
    }

    private static void protect(Headers headers) {
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
    }

    private void route(HttpExchange exchange) throws IOException, InterruptedException {
        checkSize(exchange);
        String path = exchange.getRequestURI().getRawPath();
        String query = exchange.getRequestURI().getRawQuery();
        if (path.equals("/") && query != null && access.token() != null) {
            signIn(exchange, query);
            return;
        }
        access.check(exchange.getRequestHeaders());
        if (path.equals(STREAM)) {
            stream.serve(exchange);
        } else if (path.startsWith(Api.PREFIX)) {
            send(exchange, 200, "application/json", api.get(path, query));
        } else {
            Assets.Asset asset = assets.get(path);
            if (asset == null) {
                throw HttpProblem.notFound();
            }
            send(exchange, 200, asset.type(), asset.bytes());
        }
    }

    private static void checkSize(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw new HttpProblem(405, "Method not allowed", "only GET and HEAD are: got " + method);
        }
        if (exchange.getRequestURI().toString().length() > URL) {
            throw new HttpProblem(414, "URL too long", "a URL must have at most " + URL + " characters");
        }
        long count = headers.values().stream().mapToLong(List::size).sum();
        if (count > HEADERS || bytes(headers) > HEADER_BYTES) {
            throw new HttpProblem(
                    431, "Headers too large", "at most " + HEADERS + " headers of " + HEADER_BYTES + " bytes");
        }
        if (headers.containsKey("Transfer-Encoding") || !"0".equals(length(headers))) {
            throw HttpProblem.badRequest("a request must have no body");
        }
    }

    private static String length(Headers headers) {
        String length = headers.getFirst("Content-Length");
        return length == null ? "0" : length;
    }

    private static long bytes(Headers headers) {
        long sum = 0;
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            for (String value : header.getValue()) {
                sum += header.getKey().length() + value.length();
            }
        }
        return sum;
    }

    /** Puts the token of the printed address into a cookie, and the address without it into the browser's history. */
    private void signIn(HttpExchange exchange, String query) throws IOException {
        if (!access.isToken(new Query(query, "token").text("token"))) {
            throw new HttpProblem(401, "Token needed", "this is not the token that was printed at the start");
        }
        Headers headers = exchange.getResponseHeaders();
        headers.set("Set-Cookie", Access.COOKIE + "=" + access.token() + "; HttpOnly; SameSite=Strict; Path=/");
        headers.set("Location", "/");
        patience.write(() -> exchange.sendResponseHeaders(303, -1));
    }

    private void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        patience.write(() -> {
            exchange.sendResponseHeaders(status, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        });
    }
}
