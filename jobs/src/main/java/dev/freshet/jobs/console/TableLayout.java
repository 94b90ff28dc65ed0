package dev.freshet.jobs.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The columns of the progress table that fit in a terminal: all of them from 80 characters on, the first at least. */
final class TableLayout {
    private static final int WIDE = 110;

    private final List<Column> columns;
    private final boolean wide;
    private final boolean regression;

    private TableLayout(List<Column> columns, boolean wide, boolean regression) {
        this.columns = columns;
        this.wide = wide;
        this.regression = regression;
    }

    static TableLayout of(int width, boolean regression, boolean later) {
        boolean wide = width >= WIDE;
        List<Column> fitting = new ArrayList<>(Arrays.asList(Column.values()));
        if (!later) {
            fitting.remove(Column.WAITING);
        }
        while (fitting.size() > 1 && total(fitting, wide) > width) {
            fitting.remove(fitting.stream()
                    .max(Comparator.comparingInt(Column::dispensable))
                    .orElseThrow());
        }
        return new TableLayout(List.copyOf(fitting), wide, regression);
    }

    private static int total(List<Column> columns, boolean wide) {
        return columns.stream().mapToInt(column -> column.width(wide)).sum() + columns.size() - 1;
    }

    int width(Column column) {
        return column.width(wide);
    }

    String firstHeader() {
        return line(column -> padded(column, column.first(wide)));
    }

    String secondHeader() {
        return line(column -> padded(column, column.second(regression, wide)));
    }

    /** The drift mark stands out where {@code terminal} has colours. */
    String row(Map<Column, String> cells, Terminal terminal) {
        return line(column -> {
            String cell = padded(column, cells.getOrDefault(column, ""));
            return column == Column.DRIFT && !cell.isBlank() ? terminal.alarm(cell) : cell;
        });
    }

    private String line(Function<Column, String> cell) {
        return String.join(" ", columns.stream().map(cell).toList()).stripTrailing();
    }

    private String padded(Column column, String text) {
        int format = column.format(wide);
        return String.format(Locale.ROOT, format < 0 ? "%" + -format + "s" : "%-" + format + "s", text);
    }
}
