package dev.freshet.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker on the loopback address, in a JVM of its own with its own class path. It ends when this object is
 * closed, and when this JVM ends, however that comes about.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** Names the class path of {@code dev.freshet.broker}, as {@code java -cp} takes it. */
    public static final String CLASS_PATH_PROPERTY = "freshet.broker.classpath";

    private static final String MAIN = "dev.freshet.broker.BrokerMain";
    private static final String READY = "READY ";
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration END_WITHIN = Duration.ofSeconds(20);
    private static final int TAIL_LINES = 20;

    private final Process process;
    private final Path log;
    private final String bootstrap;

    private EmbeddedBroker(Process process, Path log, String bootstrap) {
        this.process = process;
        this.log = log;
        this.bootstrap = bootstrap;
    }

    /** A broker that keeps its records in {@code dataDirectory}; what is there from before is there again. */
    public static Builder in(Path dataDirectory) {
        return new Builder(dataDirectory);
    }

    /**
     * The broker's class path.
     *
     * @throws IllegalStateException if the system property {@value #CLASS_PATH_PROPERTY} is not set
     */
    public static String locate() {
        String found = System.getProperty(CLASS_PATH_PROPERTY);
        if (found == null || found.isBlank()) {
            throw new IllegalStateException("system property " + CLASS_PATH_PROPERTY
                    + " must name the jars of connectors/broker, as java -cp takes them: it is not set");
        }
        return found;
    }

    /** {@code host:port}, for clients. */
    public String bootstrap() {
        return bootstrap;
    }

    /** Settings that reach it. */
    public KafkaSettings settings() {
        return KafkaSettings.of(bootstrap);
    }

    public long pid() {
        return process.pid();
    }

    /** What it writes on standard error. */
    public Path log() {
        return log;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As a power failure would; waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(process, END_WITHIN);
    }

    /** Lets it end by itself, and kills it if it takes too long. */
    @Override
    public void close() {
        stop(process);
    }

    private static void stop(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
        if (!awaitEnd(process, END_WITHIN)) {
            process.destroyForcibly();
            awaitEnd(process, END_WITHIN);
        }
    }

    private static boolean awaitEnd(Process process, Duration within) {
        try {
            return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return true;
        }
    }

    /** How a broker starts; every setting has a default but the data directory. */
    public static final class Builder {
        private final Path dataDirectory;
        private final Map<String, String> properties = new LinkedHashMap<>();
        private @Nullable String classPath;
        private @Nullable Path log;
        private String heap = "384m";
        private int port;

        private Builder(Path dataDirectory) {
            this.dataDirectory = dataDirectory;
        }

        /** Instead of {@link #locate}. */
        public Builder classPath(String path) {
            classPath = path;
            return this;
        }

        /** 0, the default, takes a free one. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** As {@code -Xmx} takes it; 384m by default. */
        public Builder heap(String size) {
            heap = size;
            return this;
        }

        /** Where its standard error goes; a temporary file by default. */
        public Builder log(Path file) {
            log = file;
            return this;
        }

        /** A property of Kafka's server that wins over ours. */
        public Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /**
         * Returns when clients can connect.
         *
         * @throws IllegalStateException if it does not come up; the message holds what it wrote last
         */
        public EmbeddedBroker start() {
            try {
                Path err = log == null ? temporaryLog() : log;
                Process process = new ProcessBuilder(command())
                        .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()))
                        .start();
                return new EmbeddedBroker(process, err, awaitReady(process, err));
            } catch (IOException e) {
                throw new IllegalStateException("the broker of " + dataDirectory + " cannot be started: " + e, e);
            }
        }

        private static Path temporaryLog() throws IOException {
            Path file = Files.createTempFile("freshet-broker", ".log");
            file.toFile().deleteOnExit();
            return file;
        }

        private List<String> command() {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx" + heap,
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classPath == null ? locate() : classPath,
                    MAIN,
                    dataDirectory.toString(),
                    String.valueOf(port)));
            properties.forEach((name, value) -> command.add(name + "=" + value));
            return command;
        }

        private String awaitReady(Process process, Path err) {
            CompletableFuture<String> ready = new CompletableFuture<>();
            Thread reader = new Thread(() -> read(process, ready), "freshet-broker-out");
            reader.setDaemon(true);
            reader.start();
            try {
                return ready.get(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                awaitEnd(process, END_WITHIN);
                throw failed(process, err, "ended");
            } catch (TimeoutException e) {
                throw failed(process, err, "was not ready after " + READY_WITHIN.toSeconds() + " s");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed(process, err, "was not awaited: interrupted");
            }
        }

        private IllegalStateException failed(Process process, Path err, String how) {
            process.destroyForcibly();
            return new IllegalStateException(
                    "the broker of " + dataDirectory + " " + how + "; it wrote to " + err + ":\n" + tail(err));
        }
    }

    /** Reads on after READY, so that the child never waits for a reader. */
    private static void read(Process process, CompletableFuture<String> ready) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(line.substring(READY.length()));
                }
            }
            ready.completeExceptionally(new IOException("the broker's output ended"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    private static String tail(Path file) {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(cannot be read: " + e + ")";
        }
    }
}
