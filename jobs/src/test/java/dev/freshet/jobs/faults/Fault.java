package dev.freshet.jobs.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A mistake as a unified diff of source files of the repository, headed by {@code On:} and the state backend on which it
 * must be found. Line numbers do not matter: a hunk's old lines must stand in their file exactly once.
 */
record Fault(String name, String backend, List<Hunk> hunks) {
    private static final Path REPOSITORY = Path.of("..");
    private static final String BACKEND = "On: ";
    private static final String SOURCE = "+++ b/";

    record Hunk(Path source, String before, String after) {}

    static Fault read(Path patch) {
        try {
            return parse(patch.getFileName().toString().replace(".patch", ""), Files.readAllLines(patch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Fault parse(String name, List<String> lines) {
        String backend = "";
        Path source = REPOSITORY;
        List<Hunk> hunks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(BACKEND)) {
                backend = line.substring(BACKEND.length());
            } else if (line.startsWith(SOURCE)) {
                source = REPOSITORY.resolve(line.substring(SOURCE.length()));
            } else if (line.startsWith("@@")) {
                hunks.add(hunk(source, lines.subList(i + 1, lines.size())));
            }
        }
        if (backend.isEmpty() || hunks.isEmpty()) {
            throw new IllegalArgumentException("a fault must have a line <" + BACKEND + "…> and a hunk: got " + name);
        }
        return new Fault(name, backend, hunks);
    }

    private static Hunk hunk(Path source, List<String> lines) {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (String line : lines) {
            if (line.isEmpty() || " +-".indexOf(line.charAt(0)) < 0 || line.startsWith("--- ")) {
                break;
            }
            String text = line.substring(1) + "\n";
            before.append(line.charAt(0) == '+' ? "" : text);
            after.append(line.charAt(0) == '-' ? "" : text);
        }
        return new Hunk(source, before.toString(), after.toString());
    }

    /** The sources with the mistake in them, by file. */
    Map<Path, String> planted() throws IOException {
        Map<Path, String> planted = new TreeMap<>();
        for (Hunk hunk : hunks) {
            String text =
                    planted.containsKey(hunk.source()) ? planted.get(hunk.source()) : Files.readString(hunk.source());
            int at = text.indexOf(hunk.before());
            if (at < 0 || text.indexOf(hunk.before(), at + 1) >= 0) {
                throw new IllegalStateException(name + " does not fit " + hunk.source() + " any more: write it anew");
            }
            planted.put(
                    hunk.source(),
                    text.substring(0, at)
                            + hunk.after()
                            + text.substring(at + hunk.before().length()));
        }
        return planted;
    }

    @Override
    public String toString() {
        return name;
    }
}
