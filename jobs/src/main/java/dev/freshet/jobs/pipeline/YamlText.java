package dev.freshet.jobs.pipeline;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lines of YAML: nested mappings as blocks, what is short in braces, every string in quotes where it needs them. */
final class YamlText {
    private final StringBuilder text = new StringBuilder();

    /** @param value YAML already */
    YamlText line(String key, String value) {
        text.append(key).append(": ").append(value).append('\n');
        return this;
    }

    /** A block below {@code key}. */
    YamlText block(String key, YamlText block) {
        if (block.text.isEmpty()) {
            line(key, "{}");
        } else {
            text.append(key).append(":\n");
            block.text
                    .toString()
                    .lines()
                    .forEach(line -> text.append("  ").append(line).append('\n'));
        }
        return this;
    }

    /** A block below {@code key}, left out where it is empty. */
    YamlText blockIfAny(String key, YamlText block) {
        return block.text.isEmpty() ? this : block(key, block);
    }

    /** Items below {@code key}, one a line. */
    YamlText list(String key, List<String> items) {
        text.append(key).append(":\n");
        items.forEach(item -> text.append("  - ").append(item).append('\n'));
        return this;
    }

    static String map(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    static String strings(List<String> values) {
        return values.stream().map(YamlText::string).collect(Collectors.joining(", ", "[", "]"));
    }

    /** {@code value} as it is where nothing could be read otherwise, else in double quotes; placeholders escaped. */
    static String string(String value) {
        return key(Placeholders.escape(value));
    }

    /** As {@link #string}, but placeholders are not looked for in keys. */
    static String key(String value) {
        if (value.matches("[A-Za-z][A-Za-z0-9._-]*") && !isWord(value)) {
            return value;
        }
        StringBuilder quoted = new StringBuilder("\"");
        value.chars().forEach(c -> append(quoted, (char) c));
        return quoted.append('"').toString();
    }

    private static boolean isWord(String value) {
        return value.matches("(?i)null|true|false|yes|no|on|off|y|n");
    }

    private static void append(StringBuilder quoted, char c) {
        if (c == '"' || c == '\\') {
            quoted.append('\\').append(c);
        } else if (c >= ' ' && c <= '~') {
            quoted.append(c);
        } else {
            quoted.append(String.format("\\u%04x", (int) c));
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
