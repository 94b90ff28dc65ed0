package dev.freshet.jobs.pipeline;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of the file to read settings from, once the schema has passed them; what is absent gives its default.
 *
 * @param at the mapping's place; that of what it lies in where it is absent
 */
record Section(At at, Map<String, YamlNode.Entry> entries) {

    static Section of(YamlNode node) {
        return new Section(node.at(), node instanceof YamlNode.Mapping m ? m.entries() : Map.of());
    }

    /** This mapping, and of {@code others} what it does not say itself. */
    Section over(Section others) {
        Map<String, YamlNode.Entry> both = new LinkedHashMap<>(others.entries);
        both.putAll(entries);
        return new Section(at, both);
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** Those of {@code all} that are there. */
    List<String> keys(List<String> all) {
        return all.stream().filter(this::has).toList();
    }

    /** The place of a value; that of this section where it is absent. */
    At at(String key) {
        YamlNode.Entry entry = entries.get(key);
        return entry == null ? at.key(key) : entry.value().at();
    }

    Section in(String key) {
        YamlNode.Entry entry = entries.get(key);
        return entry == null ? new Section(at.key(key), Map.of()) : of(entry.value());
    }

    List<YamlNode> items(String key) {
        YamlNode.Entry entry = entries.get(key);
        return entry != null && entry.value() instanceof YamlNode.Sequence s ? s.items() : List.of();
    }

    List<String> texts(String key) {
        return items(key).stream()
                .map(item -> String.valueOf(((YamlNode.Scalar) item).value()))
                .toList();
    }

    List<Double> numbers(String key) {
        return items(key).stream()
                .map(item -> ((Number) Objects.requireNonNull(((YamlNode.Scalar) item).value())).doubleValue())
                .toList();
    }

    String text(String key, String absent) {
        Object value = value(key);
        return value == null ? absent : value.toString();
    }

    /** A value of any scalar type, as text: {@code 1e3} stays that. */
    String asWritten(String key) {
        YamlNode.Entry entry = entries.get(key);
        boolean text = value(key) instanceof String;
        return text || !(entry != null && entry.value() instanceof YamlNode.Scalar s) ? text(key, "") : s.source();
    }

    /** As the file has it, placeholders and all: for messages. */
    String source(String key, String absent) {
        YamlNode.Entry entry = entries.get(key);
        return entry != null && entry.value() instanceof YamlNode.Scalar s ? s.shown() : absent;
    }

    /** Whether one of its own strings holds a placeholder. */
    boolean usesEnvironment() {
        return entries.keySet().stream().anyMatch(key -> source(key, "").contains("${"));
    }

    int integer(String key, int absent) {
        return value(key) instanceof Number number ? number.intValue() : absent;
    }

    long integer(String key, long absent) {
        return value(key) instanceof Number number ? number.longValue() : absent;
    }

    double number(String key, double absent) {
        return value(key) instanceof Number number ? number.doubleValue() : absent;
    }

    boolean truth(String key, boolean absent) {
        return value(key) instanceof Boolean truth ? truth : absent;
    }

    Duration duration(String key, String absent) {
        return Durations.parse(text(key, absent));
    }

    private @Nullable Object value(String key) {
        YamlNode.Entry entry = entries.get(key);
        return entry != null && entry.value() instanceof YamlNode.Scalar scalar ? scalar.value() : null;
    }
}
