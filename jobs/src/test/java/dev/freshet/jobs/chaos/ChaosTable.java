package dev.freshet.jobs.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Rows of Markdown, added to a file as they come, so that a run that is ended keeps what it had, and another one goes on. */
final class ChaosTable {
    private static final String HEAD = """
            | fault | naming | subtasks | state | injected | events | restarts by Flink | answers lost or twice | models that differ | minutes |
            |---|---|---|---|---|---|---|---|---|---|
            """;

    private final Path file;
    private int rows;

    ChaosTable(Path file) throws IOException {
        this.file = file;
        say(HEAD);
    }

    void add(ChaosRun run, ChaosRun.Result result) throws IOException {
        add(
                run,
                String.format(
                        Locale.ROOT,
                        "%,d | %d | 0 | 0 of %d | %.1f |",
                        result.events(),
                        result.restarts(),
                        result.keys(),
                        result.took().toSeconds() / 60.0));
    }

    void add(ChaosRun run, Throwable failure) throws IOException {
        String line = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        add(run, "FAILED: " + line.replace("|", "\\|") + " | | | | |");
    }

    private void add(ChaosRun run, String came) throws IOException {
        long kinds = run.faults().stream().distinct().count();
        String fault = kinds == 1 ? run.faults().get(0).words() : kinds + " kinds, mixed";
        rows++;
        say(String.format(
                Locale.ROOT,
                "| %s | %s | %d | %s | %d | %s%n",
                fault,
                run.naming(),
                run.parallelism(),
                run.backend(),
                run.faults().size(),
                came));
    }

    void end(int cells, long seed) throws IOException {
        say(String.format(Locale.ROOT, "%n%d of %d cells ran; seed %d.%n", rows, Math.max(cells, rows), seed));
    }

    private void say(String lines) throws IOException {
        System.out.print(lines);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
