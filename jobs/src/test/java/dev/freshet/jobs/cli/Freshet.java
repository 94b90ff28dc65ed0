package dev.freshet.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.local.Dashboard;
import dev.freshet.kafka.EmbeddedBroker;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command in a JVM of its own, as the launcher starts it, at the head of a process group of its own as a shell would have
 * it; its temporary files lie in a directory that can be looked at.
 */
final class Freshet implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Lets Ctrl-C through though the build may run in the background, where shells have it ignored. */
    private static final List<String> OWN_GROUP = List.of("env", "--default-signal=INT,TERM,HUP", "setsid");

    private final Process process;
    private final Path temporary;
    private final Path err;
    private final Path out;

    private Freshet(Process process, Path temporary, Path out, Path err) {
        this.process = process;
        this.temporary = temporary;
        this.out = out;
        this.err = err;
    }

    static Freshet start(Path directory, String... arguments) throws IOException {
        return start(List.of(), directory, arguments);
    }

    /** As the launcher does where the page is installed. */
    static Freshet startWithPage(Path directory, String... arguments) throws IOException {
        String classPath = System.getProperty(Dashboard.CLASS_PATH_PROPERTY, "");
        return start(List.of("-D" + Dashboard.CLASS_PATH_PROPERTY + "=" + classPath), directory, arguments);
    }

    private static Freshet start(List<String> options, Path directory, String... arguments) throws IOException {
        Path run = Files.createTempDirectory(directory, "run-");
        Path temporary = Files.createDirectory(run.resolve("tmp"));
        Path out = run.resolve("out");
        Path err = run.resolve("err");
        List<String> command = new ArrayList<>(canStartGroups() ? OWN_GROUP : List.of());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                // A run of seconds spends half its time in the optimising compiler.
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "-Djava.io.tmpdir=" + temporary,
                "-D" + EmbeddedBroker.CLASS_PATH_PROPERTY + "=" + EmbeddedBroker.locate(),
                "-D" + Examples.DIRECTORY_PROPERTY + "=" + Path.of("examples").toAbsolutePath(),
                "-cp",
                mainClassPath()));
        command.addAll(options);
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(run.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Freshet(process, temporary, out, err);
    }

    static boolean canStartGroups() {
        try {
            List<String> probe = new ArrayList<>(OWN_GROUP);
            probe.add("true");
            return new ProcessBuilder(probe).start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    /** The launcher's: the class path of the tests also holds their own logging, which is silent. */
    private static String mainClassPath() {
        Path target = Path.of("target").toAbsolutePath();
        assertThat(target.resolve("lib"))
                .as("the launcher's libraries, which package makes")
                .isDirectory();
        return target.resolve("classes") + File.pathSeparator + target.resolve("lib") + File.separator + "*";
    }

    /** Waits for a line of the output. */
    Freshet awaitLine(String regex) {
        Pattern pattern = Pattern.compile(regex);
        await().atMost(PATIENCE).until(() -> {
            assertThat(process.isAlive() || out().lines().anyMatch(pattern.asPredicate()))
                    .as("it has ended: " + out() + err())
                    .isTrue();
            return out().lines().anyMatch(pattern.asPredicate());
        });
        return this;
    }

    /** As a terminal does on Ctrl-C: every process of the group gets it. */
    void signalGroup(String name) throws IOException, InterruptedException {
        kill(name, "-" + process.pid());
    }

    void signal(String name) throws IOException, InterruptedException {
        kill(name, String.valueOf(process.pid()));
    }

    private static void kill(String name, String whom) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, "--", whom).start().waitFor())
                .isZero();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("it goes on and on: " + out() + err())
                .isTrue();
        return process.exitValue();
    }

    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    String out() {
        return read(out);
    }

    /** Without Java's own line about the Vector API. */
    String err() {
        return read(err).replaceFirst("\\AWARNING: Using incubator modules: jdk\\.incubator\\.vector\\R", "");
    }

    Path temporary() {
        return temporary;
    }

    /** The first group of the only line of the output that matches. */
    String find(String regex) {
        Matcher matcher = Pattern.compile(regex, Pattern.MULTILINE).matcher(out());
        assertThat(matcher.find()).as(regex + " in " + out() + err()).isTrue();
        return matcher.group(1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(cannot be read: " + e + ")";
        }
    }

    /** Ends it whatever it does; its children end with it. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
