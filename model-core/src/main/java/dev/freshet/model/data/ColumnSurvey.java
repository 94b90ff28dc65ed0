package dev.freshet.model.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds out what a table's columns are: what was asked for, else what the file declares, else what its values look like. */
final class ColumnSurvey {
    private static final int MOST_CLASSES_OF_NUMBERS = 50;
    private static final int MOST_VALUES = 65_536;

    private final Table table;
    private final Columns columns;
    private final List<String> names;
    private final Columns.Role[] roles;
    private final int label;
    private final boolean[] allNumbers;
    private final List<Set<String>> values = new ArrayList<>();
    private final Schema schema;
    private boolean labelHasFraction;

    ColumnSurvey(Table table, Columns columns) throws IOException {
        this.table = table;
        this.columns = columns;
        names = table.names();
        requireKnown();
        label = columns.named(Columns.Role.LABEL).map(names::indexOf).orElse(names.size() - 1);
        roles = new Columns.Role[names.size()];
        allNumbers = new boolean[names.size()];
        for (int i = 0; i < roles.length; i++) {
            allNumbers[i] = true;
            values.add(new HashSet<>());
        }
        look();
        settleRoles();
        schema = new Schema(
                named(Columns.Role.NUMBER),
                categories(),
                named(Columns.Role.TEXT),
                0,
                names.get(label),
                numericLabel() ? List.of() : classes());
    }

    private void requireKnown() {
        for (String name : columns.roles().keySet()) {
            if (!names.contains(name)) {
                throw new DataException(
                        table.place().column(name),
                        "a column with a role must be in the file, which has " + names,
                        name,
                        "correct the name");
            }
        }
    }

    private void look() throws IOException {
        for (String[] fields = table.next(); fields != null; fields = table.next()) {
            for (int i = 0; i < fields.length; i++) {
                look(i, fields[i].strip());
            }
        }
    }

    private void look(int column, String value) {
        if (Decimal.missing(value)) {
            return;
        }
        boolean number = allNumbers[column] && Decimal.looksLike(value);
        allNumbers[column] = number;
        if (column == label && number && !labelHasFraction) {
            double y = Decimal.parse(value, table.place().column(names.get(label)), "correct it");
            labelHasFraction = y != Math.rint(y);
        }
        if (values.get(column).size() < MOST_VALUES) {
            values.get(column).add(value);
        }
    }

    private void settleRoles() {
        for (int i = 0; i < roles.length; i++) {
            Columns.Role asked = columns.roles().get(names.get(i));
            Columns.Role declared = table.declared(i);
            Columns.Role seen = allNumbers[i] ? Columns.Role.NUMBER : Columns.Role.CATEGORY;
            roles[i] = i == label ? Columns.Role.LABEL : asked != null ? asked : declared != null ? declared : seen;
        }
    }

    private boolean numericLabel() {
        if (columns.label() != Columns.Label.INFERRED) {
            return columns.label() == Columns.Label.NUMBER;
        }
        Columns.Role declared = table.declared(label);
        if (declared != null) {
            return declared == Columns.Role.NUMBER;
        }
        return allNumbers[label] && (labelHasFraction || values.get(label).size() > MOST_CLASSES_OF_NUMBERS);
    }

    private List<String> classes() {
        if (!columns.classes().isEmpty()) {
            return columns.classes();
        }
        if (!table.values(label).isEmpty()) {
            return table.values(label);
        }
        Comparator<String> order = allNumbers[label]
                ? Comparator.comparingDouble(Double::parseDouble).thenComparing(Comparator.naturalOrder())
                : Comparator.naturalOrder();
        Set<String> sorted = new TreeSet<>(order);
        sorted.addAll(values.get(label));
        if (sorted.size() < 2) {
            throw new DataException(
                    table.place().column(names.get(label)),
                    "the label must have at least two classes",
                    sorted.toString(),
                    "name the label's column, or declare the classes");
        }
        return List.copyOf(sorted);
    }

    Schema schema() {
        return schema;
    }

    int label() {
        return label;
    }

    /** The columns of a role, in the file's order. */
    int[] of(Columns.Role role) {
        int[] found = new int[roles.length];
        int n = 0;
        for (int i = 0; i < roles.length; i++) {
            if (roles[i] == role) {
                found[n++] = i;
            }
        }
        return Arrays.copyOf(found, n);
    }

    private List<String> named(Columns.Role role) {
        List<String> found = new ArrayList<>();
        for (int column : of(role)) {
            found.add(names.get(column));
        }
        return found;
    }

    private List<Schema.Category> categories() {
        List<Schema.Category> found = new ArrayList<>();
        for (int column : of(Columns.Role.CATEGORY)) {
            List<String> declared = table.values(column);
            List<String> all = declared.isEmpty() ? List.copyOf(new TreeSet<>(values.get(column))) : declared;
            List<String> listed = all.size() <= Schema.Category.MOST_LISTED ? all : List.of();
            found.add(new Schema.Category(names.get(column), listed, all.size()));
        }
        return found;
    }
}
