package dev.freshet.jobs.cli;

import dev.freshet.jobs.console.Steps;
import dev.freshet.jobs.console.Terminal;
import dev.freshet.jobs.local.Dashboard;
import dev.freshet.jobs.local.StopRequest;
import dev.freshet.jobs.pipeline.Pipeline;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The page that goes with a demo, if any. */
record DemoPage(Terminal terminal, @Nullable Dashboard dashboard) implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);

    static DemoPage none(Terminal terminal) {
        return new DemoPage(terminal, null);
    }

    /** Starts it and says where it is. */
    static DemoPage start(Pipeline pipeline, int port, Terminal terminal, Path directory) throws Exception {
        Dashboard dashboard = new Steps(terminal)
                .step(
                        "starting the dashboard",
                        () -> Dashboard.start(
                                pipeline, DashboardCommand.LOOPBACK, port, directory.resolve("dashboard.log")));
        terminal.line("dashboard at " + dashboard.url());
        return new DemoPage(terminal, dashboard);
    }

    /** Keeps it open, if {@code wanted}, until someone asks for the end. */
    void stay(boolean wanted, StopRequest stop) throws InterruptedException {
        if (wanted && dashboard != null && !stop.requested()) {
            terminal.line("the page stays at " + dashboard.url() + "; Ctrl-C ends it");
            while (!stop.await(LOOK) && dashboard.isAlive()) {
                // Nothing to do but to be there.
            }
        }
    }

    @Override
    public void close() {
        if (dashboard != null) {
            dashboard.close();
        }
    }
}
