package dev.freshet.dashboards.http;

import com.sun.net.httpserver.HttpExchange;
import dev.freshet.dashboards.store.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events. An id is {@code START-NUMBER}: a client that comes back with its last one gets every event behind it, or
 * an event {@code reset} where some of them are no longer kept or were another process's; then it reads the snapshots anew.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
final class EventStream {
    static final int CLIENTS = 128;
    private static final int AT_ONCE = 256;
    private static final Pattern ID = Pattern.compile("([0-9a-z]{1,16})-([0-9]{1,18})");
    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);

    private final EventLog log;
    private final Patience patience;
    private final String start;
    private final long keepAliveMillis;
    private final AtomicInteger clients = new AtomicInteger();

    /** @param start tells this process from others */
    EventStream(EventLog log, Patience patience, String start, long keepAliveMillis) {
        this.log = log;
        this.patience = patience;
        this.start = start;
        this.keepAliveMillis = keepAliveMillis;
    }

    int clients() {
        return clients.get();
    }

    /**
     * Sends until the client or this server goes.
     *
     * @throws HttpProblem 400 for an id of another form, 503 if there are too many clients
     */
    void serve(HttpExchange exchange) throws IOException, InterruptedException {
        long after = after(exchange);
        if (clients.incrementAndGet() > CLIENTS) {
            clients.decrementAndGet();
            throw new HttpProblem(503, "Too many streams", "at most " + CLIENTS + " pages may follow at once");
        }
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            patience.write(() -> exchange.sendResponseHeaders(200, 0));
            send(exchange.getResponseBody(), after);
        } finally {
            clients.decrementAndGet();
        }
    }

    /** Behind which number to begin; -1 for an id that is not from here. */
    private long after(HttpExchange exchange) {
        Query query = new Query(exchange.getRequestURI().getRawQuery(), "after");
        String header = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        String id = header != null ? header : query.text("after");
        return id == null ? log.last() : number(id);
    }

    private long number(String id) {
        Matcher match = ID.matcher(id);
        if (!match.matches()) {
            throw HttpProblem.badRequest("an event's id must be one that this server sent: got " + id);
        }
        return match.group(1).equals(start) ? Long.parseLong(match.group(2)) : -1;
    }

    private void send(OutputStream out, long from) throws IOException, InterruptedException {
        long after = from;
        write(out, "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8));
        while (true) {
            EventLog.Batch batch = after < 0 ? new EventLog.Batch(null) : log.after(after, AT_ONCE, keepAliveMillis);
            @Nullable List<EventLog.Event> events = batch.events();
            if (events == null) {
                after = log.last();
                write(out, frame(after, "reset", "{}".getBytes(StandardCharsets.UTF_8)));
            } else if (events.isEmpty()) {
                write(out, KEEP_ALIVE);
            } else {
                after = events.get(events.size() - 1).number();
                write(out, frames(events));
            }
        }
    }

    private byte[] frames(List<EventLog.Event> events) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        events.forEach(e -> all.writeBytes(frame(e.number(), e.type(), e.data())));
        return all.toByteArray();
    }

    /** A JSON document as Jackson writes it is one line. */
    private byte[] frame(long number, String type, byte[] data) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(data.length + 64);
        frame.writeBytes(
                ("id: " + start + "-" + number + "\nevent: " + type + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        frame.writeBytes(data);
        frame.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        return frame.toByteArray();
    }

    private void write(OutputStream out, byte[] bytes) throws IOException {
        patience.write(() -> {
            out.write(bytes);
            out.flush();
        });
    }
}
