package dev.freshet.jobs.pipeline;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replaces {@code ${NAME}} in strings from the environment and {@code ${file:PATH}} by what a file holds; <code>$${</code> stands for <code>${</code> itself. */
final class Placeholders {
    private static final Pattern OPENING =
            Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*|file:[^}]+)}|\\$\\{");

    private static final String FILE = "file:";
    private static final int MAX_CHARS = 64 << 10;

    private final Map<String, String> env;
    private final Problems problems;

    Placeholders(Map<String, String> env, Problems problems) {
        this.env = env;
        this.problems = problems;
    }

    String replace(String text, At at) {
        return OPENING.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(valueOf(match.group(), match.group(1), at)));
    }

    /** Text that {@link #replace} turns into {@code text}. */
    static String escape(String text) {
        return text.replace("${", "$${");
    }

    private String valueOf(String found, @Nullable String name, At at) {
        if (found.equals("$${")) {
            return "${";
        }
        if (name == null) {
            problems.add(
                    at, "a placeholder is written ${NAME} or ${file:PATH}, and ${ itself $${: found ${ without that");
            return "";
        }
        if (name.startsWith(FILE)) {
            return contents(name.substring(FILE.length()), at);
        }
        String value = env.get(name);
        if (value == null) {
            problems.add(at, "environment variable " + name + " is not set");
            return "";
        }
        return value;
    }

    /** A secret as container platforms hand it in; the line break that editors add is none of it. */
    private String contents(String path, At at) {
        try (Reader file = Files.newBufferedReader(Path.of(path))) {
            char[] text = new char[MAX_CHARS + 1];
            int length = 0;
            for (int n = 0; n >= 0 && length < text.length; n = file.read(text, length, text.length - length)) {
                length += n;
            }
            if (length > MAX_CHARS) {
                problems.add(at, "file " + path + " must have at most " + MAX_CHARS + " characters: it has more");
                return "";
            }
            return new String(text, 0, length).replaceFirst("\\R\\z", "");
        } catch (IOException | InvalidPathException e) {
            problems.add(at, "file " + path + " cannot be read");
            return "";
        }
    }
}
