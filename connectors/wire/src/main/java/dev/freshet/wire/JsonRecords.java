package dev.freshet.wire;

import org.jspecify.annotations.Nullable;

/**
 * What decoding any JSON record has in common: its envelope, its key, one bounded pass over its body, and that nothing is
 * ever thrown. Owns the buffers that it reuses: one per thread.
 */
final class JsonRecords {
    private final DecodeLimits limits;
    private final String what;
    private final Draft draft;
    private final BodyReader body;

    /** Makes of a body, once the whole of it has been read, what it stands for. */
    @FunctionalInterface
    interface Finish {
        Decoded of(RawRecord raw) throws Refusal;
    }

    /** @param what a record is called in a refusal, with its article */
    JsonRecords(String what, FieldTree tree, Draft draft, DecodeLimits limits, Strictness strictness) {
        this.what = what;
        this.limits = limits;
        this.draft = draft;
        body = new BodyReader(tree, draft, limits, strictness);
    }

    Decoded decode(RawRecord raw, Finish finish) {
        try {
            read(raw);
            return finish.of(raw);
        } catch (Refusal refusal) {
            return refusal.of(raw);
        } catch (RuntimeException e) {
            return new Refusal(
                            RejectionCode.MALFORMED, null, "the decoder failed on this value, please report it: " + e)
                    .of(raw);
        }
    }

    private void read(RawRecord raw) throws Refusal {
        boolean cloudEvent = HeaderRule.check(raw.headers(), limits);
        byte @Nullable [] value = raw.value();
        if (value == null || value.length == 0) {
            throw new Refusal(
                    RejectionCode.EMPTY_VALUE,
                    null,
                    what + " must have a value: got " + (value == null ? "null" : "no bytes"));
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
    }

    long unknownFields() {
        return body.unknownFields();
    }

    /** How far the last value was read, in bytes. */
    int bytesRead() {
        return body.bytesRead();
    }
}
