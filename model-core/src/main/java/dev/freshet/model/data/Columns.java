package dev.freshet.model.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the columns of a table are. A column that has no role here is inferred: numbers if every value is one or missing,
 * else categories; the last column is the label if none is named. A label is inferred as a class unless it is numbers of
 * which one has a fraction, or of more than 50 values.
 *
 * @param roles by column name
 * @param classes the labels in the order of their indices; empty to collect them from the file
 * @param label whether the label is a class or a number, or to be inferred
 */
public record Columns(Map<String, Role> roles, List<String> classes, Label label) {

    /** What one column is. */
    public enum Role {
        /** A number; empty or ? where missing. */
        NUMBER,
        /** One of some values; empty or ? where missing. */
        CATEGORY,
        /** Free text. */
        TEXT,
        /** What is to be predicted; empty or ? where unknown. */
        LABEL,
        /** Not read. */
        DROPPED
    }

    /** What the label is. */
    public enum Label {
        /** As the values look. */
        INFERRED,
        /** One of some classes. */
        CLASS,
        /** A number. */
        NUMBER
    }

    /** All inferred. */
    public static final Columns INFERRED = new Columns(Map.of(), List.of(), Label.INFERRED);

    public Columns {
        roles = Map.copyOf(roles);
        classes = List.copyOf(classes);
        List<String> labels = named(roles, Role.LABEL);
        if (labels.size() > 1) {
            throw new IllegalArgumentException("columns.label must be one column: got " + labels);
        }
        if (!classes.isEmpty() && label == Label.NUMBER) {
            throw new IllegalArgumentException(
                    "columns.classes must be empty where the label is a number: got " + classes);
        }
    }

    /** All inferred but the label: {@code column}. */
    public static Columns label(String column) {
        return INFERRED.with(Role.LABEL, column);
    }

    public Columns drop(String... names) {
        return with(Role.DROPPED, names);
    }

    public Columns numbers(String... names) {
        return with(Role.NUMBER, names);
    }

    public Columns categories(String... names) {
        return with(Role.CATEGORY, names);
    }

    public Columns texts(String... names) {
        return with(Role.TEXT, names);
    }

    /** The label is one of {@code names}; another one is an error. */
    public Columns classes(String... names) {
        return new Columns(roles, List.of(names), Label.CLASS);
    }

    /** The label is a number. */
    public Columns regression() {
        return new Columns(roles, List.of(), Label.NUMBER);
    }

    /** The label is a class, collected from the file. */
    public Columns classification() {
        return new Columns(roles, classes, Label.CLASS);
    }

    /** The same with a role for some columns. */
    public Columns with(Role role, String... names) {
        Map<String, Role> more = new LinkedHashMap<>(roles);
        for (String name : names) {
            more.put(name, role);
        }
        return new Columns(more, classes, label);
    }

    Optional<String> named(Role role) {
        return named(roles, role).stream().findFirst();
    }

    private static List<String> named(Map<String, Role> roles, Role role) {
        return roles.entrySet().stream()
                .filter(entry -> entry.getValue() == role)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
