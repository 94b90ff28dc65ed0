package dev.freshet.jobs.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.freshet.model.Task;
import dev.freshet.model.encode.FeatureSchema;
import dev.freshet.wire.EventMapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes a row of a table as the JSON event that a pipeline reads: each cell at the JSON Pointer of its column's role. An
 * empty cell or {@code ?} is null. Not thread-safe.
 */
public final class RowEvent {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

    private static final FeatureSchema NO_INPUTS = new FeatureSchema(List.of(), List.of(), List.of());

    private enum Kind {
        NUMBER,
        TEXT,
        TIME
    }

    /** An object with named children, or a cell. */
    private record Node(Map<String, Node> children, int column, Kind kind) {}

    private final Node root = new Node(new LinkedHashMap<>(), -1, Kind.TEXT);
    private final byte @Nullable [] key;
    private final int keyColumn;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(512);

    /** Of a table that has a column for the key. */
    public RowEvent(List<String> header, EventMapping mapping, FeatureSchema schema, Task task) {
        this(header, mapping, schema, task, null);
    }

    /**
     * Of a table.
     *
     * @param constantKey every row's key; null where a column has it
     * @throws IllegalArgumentException if the header lacks the key, the label or inputs, with all that it lacks
     */
    public RowEvent(
            List<String> header, EventMapping mapping, FeatureSchema schema, Task task, @Nullable String constantKey) {
        Columns columns = new Columns(header);
        Kind label = task instanceof Task.Regression ? Kind.NUMBER : Kind.TEXT;
        place(mapping.id(), columns.optional(mapping.id()), Kind.TEXT);
        if (constantKey != null && columns.optional(mapping.key()) >= 0) {
            throw new IllegalArgumentException("--key is for a file whose rows have no key: this one has the column "
                    + header.get(columns.optional(mapping.key())) + ", which the pipeline takes the key from");
        }
        key = constantKey == null ? null : constantKey.getBytes(StandardCharsets.UTF_8);
        keyColumn = key != null ? -1 : columns.required("key", mapping.key());
        place(mapping.key(), keyColumn, Kind.TEXT);
        place(mapping.time(), columns.optional(mapping.time()), Kind.TIME);
        placeInputs(schema.numbers(), mapping, columns, Kind.NUMBER);
        placeInputs(schema.categories(), mapping, columns, Kind.TEXT);
        placeInputs(schema.texts(), mapping, columns, Kind.TEXT);
        if (mapping.label() != null) {
            place(mapping.label(), columns.required("label", mapping.label()), label);
        }
        place(mapping.weight(), columns.optional(mapping.weight()), Kind.NUMBER);
        columns.complainOfMissing();
    }

    /**
     * The event without its label, whose label comes later or never.
     *
     * @throws IllegalArgumentException if the header lacks the id, the key or inputs
     */
    public static RowEvent features(
            List<String> header, EventMapping events, FeatureSchema schema, Task task, @Nullable String constantKey) {
        Columns columns = new Columns(header);
        int unused = columns.required("id", events.id());
        columns.complainOfMissing();
        return new RowEvent(header, events.withoutLabel(), schema, task, constantKey);
    }

    /**
     * The label alone, for a topic of labels that come later than their features; its time is that of the pipeline's events.
     *
     * @throws IllegalArgumentException if the header lacks the id, the key, the label or the time
     */
    public static RowEvent label(List<String> header, EventMapping events, Task task, @Nullable String constantKey) {
        EventMapping mapping = events.ofLabels();
        Columns columns = new Columns(header);
        int unused = columns.required("id", mapping.id());
        columns.complainOfMissing();
        return new RowEvent(header, mapping, NO_INPUTS, task, constantKey);
    }

    /**
     * The label alone, for a topic of labels that come later than their features.
     *
     * @param timeColumn of when the label is known
     * @throws IllegalArgumentException if the header lacks the id, the label or that column, or the pipeline finds no time
     */
    public static RowEvent label(
            List<String> header, EventMapping events, Task task, String timeColumn, @Nullable String constantKey) {
        EventMapping mapping = events.ofLabels();
        String time = mapping.time();
        if (time == null) {
            throw new IllegalArgumentException(
                    "labels that come later bring the time at which they are known: the pipeline"
                            + " must name a field for it, events.time");
        }
        Columns columns = new Columns(header);
        int from = columns.required("time of the label", EventMapping.pointer(timeColumn));
        int unused = columns.required("id", mapping.id());
        columns.complainOfMissing();
        List<String> path = Columns.path(time);
        List<String> renamed = new ArrayList<>(header);
        Collections.replaceAll(renamed, path.get(path.size() - 1), "");
        renamed.set(from, path.get(path.size() - 1));
        return new RowEvent(renamed, mapping, NO_INPUTS, task, constantKey);
    }

    byte[] key(String[] row) {
        return key != null ? key : row[keyColumn].getBytes(StandardCharsets.UTF_8);
    }

    byte[] value(String[] row) {
        buffer.reset();
        try (JsonGenerator json = JSON.createGenerator(buffer)) {
            write(json, root, row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return buffer.toByteArray();
    }

    private void placeInputs(List<String> names, EventMapping mapping, Columns columns, Kind kind) {
        for (String name : names) {
            String pointer = mapping.featurePointer(name);
            place(pointer, columns.required("input", pointer), kind);
        }
    }

    private void place(@Nullable String pointer, int column, Kind kind) {
        if (pointer == null || column < 0) {
            return;
        }
        List<String> path = Columns.path(pointer);
        Node node = root;
        for (String name : path.subList(0, path.size() - 1)) {
            node = node.children.computeIfAbsent(name, any -> new Node(new LinkedHashMap<>(), -1, Kind.TEXT));
        }
        node.children.put(path.get(path.size() - 1), new Node(Map.of(), column, kind));
    }

    private static void write(JsonGenerator json, Node object, String[] row) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, Node> child : object.children.entrySet()) {
            json.writeFieldName(child.getKey());
            Node node = child.getValue();
            if (node.column < 0) {
                write(json, node, row);
            } else {
                writeCell(json, node.kind, row[node.column]);
            }
        }
        json.writeEndObject();
    }

    private static void writeCell(JsonGenerator json, Kind kind, String cell) throws IOException {
        Long millis = kind == Kind.TIME ? epochMillis(cell) : null;
        if (cell.isEmpty() || cell.equals("?")) {
            json.writeNull();
        } else if (millis != null) {
            json.writeNumber(millis.longValue());
        } else if (kind == Kind.NUMBER && JSON_NUMBER.matcher(cell).matches()) {
            json.writeNumber(cell);
        } else if (kind == Kind.NUMBER && NUMBER.matcher(cell).matches()) {
            json.writeNumber(new BigDecimal(cell).toString());
        } else {
            json.writeString(cell);
        }
    }

    /** Epoch milliseconds as they stand, or of an ISO 8601 date or time, UTC where it has no zone; null if it is neither. */
    static @Nullable Long epochMillis(String cell) {
        if (INTEGER.matcher(cell).matches()) {
            return Long.valueOf(cell);
        }
        try {
            if (cell.length() <= 10) {
                return LocalDate.parse(cell)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli();
            }
            TemporalAccessor time = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    cell.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
            return time instanceof OffsetDateTime zoned
                    ? zoned.toInstant().toEpochMilli()
                    : ((LocalDateTime) time).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
