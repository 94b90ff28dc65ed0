package dev.freshet.jobs.pipeline;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replaces {@code ${NAME}} in strings from the environment; <code>$${</code> stands for <code>${</code> itself. */
final class Placeholders {
    private static final Pattern OPENING = Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)}|\\$\\{");

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
            problems.add(at, "a placeholder is written ${NAME}, and ${ itself $${: found ${ without that");
            return "";
        }
        String value = env.get(name);
        if (value == null) {
            problems.add(at, "environment variable " + name + " is not set");
            return "";
        }
        return value;
    }
}
