package dev.freshet.wire;

import dev.freshet.model.Task;
import dev.freshet.model.encode.FeatureSchema;
import java.util.List;

/**
 * Reads a record of the labels topic: {@code {id, key, ts, y, w}}, each at the place that the events' mapping gives it. It
 * never throws, whatever the bytes, and does a bounded amount of work, by the same limits as {@link JsonEventDecoder}.
 *
 * <p>Owns the buffers that it reuses: one per thread. Unknown fields are ignored, but have to be valid JSON; so a whole
 * event with its label is a label, too.
 */
public final class JsonLabelDecoder {
    private static final FeatureSchema NO_INPUTS = new FeatureSchema(List.of(), List.of(), List.of());

    private final EventMapping mapping;
    private final Draft draft;
    private final JsonRecords records;

    /**
     * A decoder.
     *
     * @param events where events hold these fields; an id and a label that events lack are {@code /id} and {@code /y}
     * @throws IllegalArgumentException if two fields share a place
     */
    public JsonLabelDecoder(EventMapping events, Task task, DecodeLimits limits) {
        mapping = events.ofLabels();
        draft = new Draft(mapping, NO_INPUTS, task, limits, Strictness.LENIENT);
        records = new JsonRecords("a label", new FieldTree(mapping, NO_INPUTS), draft, limits, Strictness.LENIENT);
    }

    /** A decoder with the default limits. */
    public JsonLabelDecoder(EventMapping events, Task task) {
        this(events, task, DecodeLimits.DEFAULT);
    }

    /** What {@code raw} is; a rejection holds it. */
    public Decoded decode(RawRecord raw) {
        return records.decode(raw, record -> draft.lateLabel(record, mapping));
    }

    /** How far the last value was read, in bytes. */
    int bytesRead() {
        return records.bytesRead();
    }
}
