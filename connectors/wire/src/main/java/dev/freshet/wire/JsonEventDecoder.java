package dev.freshet.wire;

import dev.freshet.model.Task;
import dev.freshet.model.encode.FeatureSchema;
import org.jspecify.annotations.Nullable;

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
    private final DecodeLimits limits;
    private final Draft draft;
    private final BodyReader body;

    /** @throws IllegalArgumentException if two of the mapping's fields and the schema's inputs share a place */
    public JsonEventDecoder(
            EventMapping mapping, FeatureSchema schema, Task task, DecodeLimits limits, Strictness strictness) {
        this.limits = limits;
        draft = new Draft(mapping, schema, task, limits, strictness);
        body = new BodyReader(new FieldTree(mapping, schema), draft, limits, strictness);
    }

    /** A lenient decoder with the default limits. */
    public JsonEventDecoder(EventMapping mapping, FeatureSchema schema, Task task) {
        this(mapping, schema, task, DecodeLimits.DEFAULT, Strictness.LENIENT);
    }

    /** What {@code raw} is; a rejection holds it. */
    public Decoded decode(RawRecord raw) {
        try {
            return event(raw);
        } catch (Refusal refusal) {
            return refusal.of(raw);
        } catch (RuntimeException e) {
            return new Refusal(
                            RejectionCode.MALFORMED, null, "the decoder failed on this value, please report it: " + e)
                    .of(raw);
        }
    }

    private Event event(RawRecord raw) throws Refusal {
        boolean cloudEvent = HeaderRule.check(raw.headers(), limits);
        byte @Nullable [] value = raw.value();
        if (value == null || value.length == 0) {
            throw new Refusal(
                    RejectionCode.EMPTY_VALUE,
                    null,
                    "an event must have a value: got " + (value == null ? "null" : "no bytes"));
        }
        byte @Nullable [] key = raw.key();
        if (key != null) {
            KeyRule.check(key);
        }
        int from = Envelope.skip(value, limits.documentBytes());
        draft.clear();
        body.read(value, from);
        if (cloudEvent) {
            draft.requireCloudEvent();
        }
        return draft.event(raw);
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
        return body.unknownFields();
    }

    /** Inputs that events lacked although they had others. */
    public long missingInputs() {
        return draft.missing();
    }

    /** How far the last value was read, in bytes. */
    int bytesRead() {
        return body.bytesRead();
    }
}
