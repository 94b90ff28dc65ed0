package dev.freshet.dashboards.http;

import com.sun.net.httpserver.HttpServer;
import dev.freshet.dashboards.store.Board;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves a board over HTTP until it is closed: the page, {@code /api/…} as JSON, {@code /api/stream} as server-sent events.
 * The JDK's server, with limits on what a client may send and on how long it may take.
 */
public final class DashboardServer implements AutoCloseable {
    private static final int BACKLOG = 64;
    private static final long PATIENCE_MILLIS = 10_000;
    private static final long KEEP_ALIVE_MILLIS = 15_000;

    static {
        // Read once, when the JDK's server is first used: a request in 5 s, 200 headers of 64 KiB, 256 connections.
        System.setProperty("sun.net.httpserver.maxReqTime", "5");
        System.setProperty("sun.net.httpserver.maxReqHeaders", "200");
        System.setProperty("sun.net.httpserver.maxReqHeaderSize", Integer.toString(64 << 10));
        System.setProperty("jdk.httpserver.maxConnections", "256");
        System.setProperty("sun.net.httpserver.drainAmount", "0");
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Patience patience;
    private final EventStream stream;
    private final String url;

    private DashboardServer(
            HttpServer server, ExecutorService threads, Patience patience, EventStream stream, String url) {
        this.server = server;
        this.threads = threads;
        this.patience = patience;
        this.stream = stream;
        this.url = url;
    }

    /**
     * Listens.
     *
     * @param bind a loopback address, or another, where every request needs a token that is in {@link #url}
     * @param port 0 for a free one
     * @throws IOException if it cannot; the message says why
     */
    public static DashboardServer start(Board board, String bind, int port) throws IOException {
        return start(board, bind, port, PATIENCE_MILLIS, KEEP_ALIVE_MILLIS);
    }

    static DashboardServer start(Board board, String bind, int port, long patienceMillis, long keepAliveMillis)
            throws IOException {
        InetAddress address = InetAddress.getByName(bind);
        HttpServer server = bound(address, bind, port);
        Access access = Access.on(address, bind);
        Patience patience = new Patience(patienceMillis);
        EventStream stream = new EventStream(
                board.log(), patience, Long.toString(System.nanoTime(), 36).replace("-", "n"), keepAliveMillis);
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "dashboard-http");
            thread.setDaemon(true);
            return thread;
        });
        server.createContext("/", new Router(access, new Api(board), stream, patience));
        server.setExecutor(threads);
        server.start();
        return new DashboardServer(server, threads, patience, stream, url(server, address, access));
    }

    private static HttpServer bound(InetAddress address, String bind, int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
        } catch (BindException e) {
            throw new IOException(
                    "port " + port + " of " + bind + " cannot be listened on (" + e.getMessage()
                            + "): choose another, or 0 for any that is free",
                    e);
        }
    }

    private static String url(HttpServer server, InetAddress address, Access access) {
        InetAddress shown = address.isAnyLocalAddress() ? own() : address;
        String host = shown.getHostAddress();
        String port = ":" + server.getAddress().getPort();
        String secret = access.token() == null ? "" : "?token=" + access.token();
        return "http://" + (host.contains(":") ? "[" + host.replaceFirst("%.*", "") + "]" : host) + port + "/" + secret;
    }

    /** This machine, as others may reach it; where its own name is not known, as in many a container, as it does itself. */
    private static InetAddress own() {
        try {
            return InetAddress.getLocalHost();
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress();
        }
    }

    /** Where the page is, with the token where one is needed. */
    public String url() {
        return url;
    }

    /** Pages that follow now. */
    public int clients() {
        return stream.clients();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        patience.close();
    }
}
