package dev.freshet.jobs.local;

import dev.freshet.jobs.pipeline.Pipeline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The live page of a pipeline, in a JVM of its own with its own class path, without Flink. It ends when this object is closed,
 * and when this JVM ends, however that comes about.
 */
public final class Dashboard implements AutoCloseable {
    /** Names the class path of {@code dev.freshet.dashboards}, as {@code java -cp} takes it. */
    public static final String CLASS_PATH_PROPERTY = "freshet.dashboards.classpath";

    private static final String MAIN = "dev.freshet.dashboards.DashboardMain";
    private static final String READY = "READY ";
    private static final String HEAP = "-Xmx256m";
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration END_WITHIN = Duration.ofSeconds(5);

    private final Process process;
    private final Path log;
    private final String url;

    private Dashboard(Process process, Path log, String url) {
        this.process = process;
        this.log = log;
        this.url = url;
    }

    /** Whether the launcher has said where the page's classes are. */
    public static boolean installed() {
        return !System.getProperty(CLASS_PATH_PROPERTY, "").isBlank();
    }

    /**
     * Returns when the page can be opened.
     *
     * @param bind address to listen on; another than the loopback's demands a token, which is in {@link #url}
     * @param port 0 for a free one
     * @param log where its standard error goes
     * @throws LocalRunException if it does not come up; the message says why
     */
    public static Dashboard start(Pipeline pipeline, String bind, int port, Path log) {
        if (!installed()) {
            throw new LocalRunException(
                    "system property " + CLASS_PATH_PROPERTY
                            + " must name the jars of dashboards, as java -cp takes them: it is not set",
                    null);
        }
        try {
            Process process = new ProcessBuilder(command())
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            tell(process, DashboardSettingsText.of(pipeline, bind, port));
            return new Dashboard(process, log, awaitReady(process, log));
        } catch (IOException e) {
            throw new LocalRunException("the dashboard cannot be started: " + e.getMessage(), e);
        }
    }

    private static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(CLASS_PATH_PROPERTY, ""),
                MAIN);
    }

    /** On standard input, which stays open: nobody else can read what stands there, and its end ends the child. */
    private static void tell(Process process, byte[] settings) {
        try {
            OutputStream in = process.getOutputStream();
            in.write(settings);
            in.write('\n');
            in.flush();
        } catch (IOException e) {
            // It has ended; awaitReady tells why.
        }
    }

    private static String awaitReady(Process process, Path log) {
        CompletableFuture<String> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, ready), "freshet-dashboard-out");
        reader.setDaemon(true);
        reader.start();
        try {
            return ready.get(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failed(process, log);
        } catch (TimeoutException e) {
            throw failed(process, log);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(process, log);
        }
    }

    private static void read(Process process, CompletableFuture<String> ready) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(line.substring(READY.length()));
                }
            }
            ready.completeExceptionally(new IOException("the dashboard's output ended"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    private static LocalRunException failed(Process process, Path log) {
        end(process);
        try {
            String unready = "it was not ready after " + READY_WITHIN.toSeconds() + " s";
            return new LocalRunException("the dashboard cannot start: " + lastLine(log, unready), null);
        } catch (IOException e) {
            return new LocalRunException("the dashboard cannot start, and its log cannot be read: " + log, e);
        }
    }

    private static String lastLine(Path log, String otherwise) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        return lines.isEmpty() ? otherwise : lines.get(lines.size() - 1).replaceFirst("^freshet-dashboard: ", "");
    }

    private static void end(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
        try {
            if (!process.waitFor(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    /** Where the page is. */
    public String url() {
        return url;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Why it has ended, if it has. */
    public LocalRunException ended() {
        try {
            String code = "its process ended without a word";
            return new LocalRunException("the dashboard has ended by itself: " + lastLine(log, code), null);
        } catch (IOException e) {
            return new LocalRunException("the dashboard has ended by itself, and its log cannot be read: " + log, e);
        }
    }

    /** What it writes on standard error. */
    public Path log() {
        return log;
    }

    @Override
    public void close() {
        end(process);
    }
}
