package dev.freshet.model.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A mistake as a unified diff of one source file of this module, headed by {@code Caught-by:} and the name of the test
 * class that must fail for it. Line numbers do not matter: a hunk's old lines must stand in the file exactly once.
 */
record Fault(String name, String caughtBy, Path source, List<Hunk> hunks) {

    record Hunk(String before, String after) {}

    static Fault read(Path patch) {
        try {
            return parse(patch.getFileName().toString(), Files.readAllLines(patch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Fault parse(String name, List<String> lines) {
        String caughtBy = after(lines, "Caught-by: ");
        Path source = Path.of(after(lines, "+++ b/model-core/"));
        List<Hunk> hunks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("@@")) {
                hunks.add(hunk(lines.subList(i + 1, lines.size())));
            }
        }
        return new Fault(name, caughtBy, source, hunks);
    }

    private static String after(List<String> lines, String head) {
        return lines.stream()
                .filter(line -> line.startsWith(head))
                .map(line -> line.substring(head.length()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a fault must have a line <" + head + "…>"));
    }

    private static Hunk hunk(List<String> lines) {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (String line : lines) {
            if (line.isEmpty() || " +-".indexOf(line.charAt(0)) < 0) {
                break;
            }
            String text = line.substring(1) + "\n";
            before.append(line.charAt(0) == '+' ? "" : text);
            after.append(line.charAt(0) == '-' ? "" : text);
        }
        return new Hunk(before.toString(), after.toString());
    }

    /** The source with the mistake in it. */
    String planted() throws IOException {
        String text = Files.readString(source);
        for (Hunk hunk : hunks) {
            int at = text.indexOf(hunk.before());
            if (at < 0 || text.indexOf(hunk.before(), at + 1) >= 0) {
                throw new IllegalStateException(name + " does not fit " + source + " any more: write it anew");
            }
            text = text.substring(0, at)
                    + hunk.after()
                    + text.substring(at + hunk.before().length());
        }
        return text;
    }

    @Override
    public String toString() {
        return name;
    }
}
