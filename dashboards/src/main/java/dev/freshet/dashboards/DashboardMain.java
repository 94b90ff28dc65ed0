package dev.freshet.dashboards;

import dev.freshet.dashboards.http.DashboardServer;
import dev.freshet.dashboards.store.Board;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The dashboard of one pipeline, which lives as long as its standard input is open. The first line there is its settings
 * ({@link DashboardSettings}). Prints one line, {@code READY URL}, when the page can be opened. Ends with code 0 when its
 * standard input closes, so it cannot outlive the process that started it; with code 1 and one line on standard error that
 * says why when it cannot start.
 */
public final class DashboardMain {
    private static final int CANNOT_START = 1;

    private DashboardMain() {}

    /** @param arguments none */
    public static void main(String[] arguments) {
        Signals.ignore();
        try {
            run();
            Runtime.getRuntime().halt(0);
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("freshet-dashboard: " + e.getMessage());
            System.err.flush();
            Runtime.getRuntime().halt(CANNOT_START);
        }
    }

    private static void run() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = in.readLine();
        if (line == null) {
            throw new IOException("settings must be one line of JSON on standard input: got none");
        }
        DashboardSettings settings = DashboardSettings.read(line);
        Board board = new Board(settings.pipeline());
        try (DashboardServer server = DashboardServer.start(board, settings.bind(), settings.port())) {
            ScheduledFuture<?> unused = feed().scheduleWithFixedDelay(
                            new TopicFeed(settings, board), 0, TopicFeed.LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            System.out.println("READY " + server.url());
            System.out.flush();
            while (in.readLine() != null) {
                // Nothing more is expected; the end is what counts.
            }
        }
    }

    private static ScheduledExecutorService feed() {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "dashboard-feed");
            thread.setDaemon(true);
            return thread;
        });
    }
}
