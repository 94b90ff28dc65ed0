package dev.freshet.jobs.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that runs one of Flink's main classes, and the file that it writes all its output to. Ends with this JVM. */
public final class FlinkProcess implements AutoCloseable {
    private static final Duration END_WITHIN = Duration.ofSeconds(30);
    private static final int TAIL_LINES = 40;

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread reaper;

    private FlinkProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        reaper = new Thread(process::destroyForcibly, "end-" + name);
        Runtime.getRuntime().addShutdownHook(reaper);
    }

    /**
     * Starts {@code main}.
     *
     * @param name for messages, and the name of the log
     * @param directory where the log goes, and whose {@code conf} configures Flink
     * @param jvm options of the JVM
     */
    static FlinkProcess start(String name, Path directory, List<String> jvm, String main, List<String> arguments) {
        Path log = directory.resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Ready sooner, for little code that runs long.
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector"));
        command.add("-Dlog4j.configurationFile=" + directory.resolve("conf").resolve("log4j2.properties"));
        command.addAll(jvm);
        command.addAll(List.of("-cp", FlinkLibraries.classPath(), main));
        command.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment()
                    .put("FLINK_CONF_DIR", directory.resolve("conf").toString());
            return new FlinkProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** What it takes of the machine now; it collects its garbage first. */
    public Vitals vitals() throws IOException {
        return Vitals.of(name, pid());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** All that it has written so far. */
    String output() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its exit code, once it has ended by itself. */
    int awaitEnd(Duration within) {
        if (!ended(within)) {
            close();
            throw new IllegalStateException(name + " has not ended within " + within + "; it wrote last\n" + tail());
        }
        return process.exitValue();
    }

    /** @throws IllegalStateException with its last lines if it has ended */
    void requireAlive() {
        if (!isAlive()) {
            throw new IllegalStateException(
                    name + " has ended with code " + process.exitValue() + "; it wrote last\n" + tail());
        }
    }

    /** As a power failure would; waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        ended(END_WITHIN);
    }

    /** Stops all its threads where they are, as a stalled machine would, until {@link #resume}. */
    public void pause() {
        signal("STOP");
    }

    /** Lets it go on. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " of " + this.name + " ended with code " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks it to end, and kills it if it takes too long. */
    @Override
    public void close() {
        process.destroy();
        if (!ended(END_WITHIN)) {
            kill();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(reaper);
        } catch (IllegalStateException e) {
            // This JVM is ending: the hook has nothing left to end.
        }
    }

    /** The last lines that it has written. */
    public String tail() {
        List<String> lines = output().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    private boolean ended(Duration within) {
        try {
            return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return true;
        }
    }
}
