package dev.freshet.wire;

import dev.freshet.model.Task;
import dev.freshet.model.encode.FeatureSchema;

/**
 * Reads a record whose value is JSON: an event, or the reason why it is none. It never throws, whatever the bytes, and
 * does a bounded amount of work: one pass, which the first thing wrong ends.
 *
 * <p>Owns the buffers that it reuses: one per thread. The event's arrays are its own.
 *
 * <p>Unknown fields are ignored, but have to be valid JSON. A missing or null number is NaN, a missing or null category
 * {@link dev.freshet.model.encode.CategoryHash#MISSING}. Numbers do not come as strings; a category may be a string, or a
 * number or boolean, which stands for its literal text; a text is a string. The sparse part may be in any order.
 */
public final class JsonEventDecoder {
    private final Draft draft;
    private final JsonRecords records;

    /** @throws IllegalArgumentException if two of the mapping's fields and the schema's inputs share a place */
    public JsonEventDecoder(
            EventMapping mapping, FeatureSchema schema, Task task, DecodeLimits limits, Strictness strictness) {
        draft = new Draft(mapping, schema, task, limits, strictness);
        records = new JsonRecords("an event", new FieldTree(mapping, schema), draft, limits, strictness);
    }

    /** A lenient decoder with the default limits. */
    public JsonEventDecoder(EventMapping mapping, FeatureSchema schema, Task task) {
        this(mapping, schema, task, DecodeLimits.DEFAULT, Strictness.LENIENT);
    }

    /** What {@code raw} is; a rejection holds it. */
    public Decoded decode(RawRecord raw) {
        return records.decode(raw, draft::event);
    }

    /** Numbers other than zero so small that they became zero. */
    public long underflows() {
        return draft.numberRule().underflows();
    }

    /** Integers that a double does not hold and that were rounded. */
    public long roundedIntegers() {
        return draft.numberRule().rounded();
    }

    /** Fields that were ignored, beside those that the mapping knows. */
    public long unknownFields() {
        return records.unknownFields();
    }

    /** Inputs that events lacked although they had others. */
    public long missingInputs() {
        return draft.missing();
    }

    /** How far the last value was read, in bytes. */
    int bytesRead() {
        return records.bytesRead();
    }
}
