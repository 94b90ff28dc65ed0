package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record of the commands topic. It never throws, whatever the bytes, and does a bounded amount of work: a record of
 * which neither id nor model key can be known is a rejection, one that only cannot be followed a {@link Command} that says
 * why. Unknown fields are ignored, but have to be valid JSON.
 */
public final class JsonCommandDecoder {
    private static final int DEPTH = 16;
    private static final int NUMBER = 64;
    private static final int FIELDS = 64;

    private final int longest;
    private final JsonFactory json;

    /** @param longest bytes of a record's value at most; the snapshot in a rollback is by a third shorter */
    public JsonCommandDecoder(int longest) {
        if (longest < 1) {
            throw new IllegalArgumentException("the longest command must have >= 1 bytes: got " + longest);
        }
        this.longest = longest;
        json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH)
                        .maxNumberLength(NUMBER)
                        .maxStringLength(longest)
                        .maxNameLength(1_024)
                        .maxDocumentLength(longest)
                        .build())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build();
    }

    /** What {@code raw} is. */
    public Decoded decode(RawRecord raw) {
        try {
            return command(raw);
        } catch (Refusal refusal) {
            return refusal.of(raw);
        } catch (RuntimeException e) {
            return new Refusal(
                            RejectionCode.MALFORMED, null, "the decoder failed on this value, please report it: " + e)
                    .of(raw);
        }
    }

    private Command command(RawRecord raw) throws Refusal {
        byte @Nullable [] value = raw.value();
        if (value == null || value.length == 0) {
            throw new Refusal(
                    RejectionCode.EMPTY_VALUE,
                    null,
                    "a command must have a value: got " + (value == null ? "null" : "no bytes"));
        }
        if (value.length > longest) {
            throw new Refusal(
                    RejectionCode.RECORD_TOO_LARGE,
                    null,
                    "a command must have at most " + longest + " bytes: got " + value.length);
        }
        int invalid = Utf8.firstInvalid(value);
        if (invalid >= 0) {
            throw new Refusal(RejectionCode.ENCODING, null, "a command must be UTF-8: got another byte at " + invalid);
        }
        CommandDraft draft = new CommandDraft();
        read(value, draft);
        return draft.command(key(raw, draft.key()), raw);
    }

    private void read(byte[] value, CommandDraft draft) throws Refusal {
        try (JsonParser parser = json.createParser(value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Refusal(RejectionCode.NOT_OBJECT, null, "a command must be a JSON object");
            }
            Set<String> names = new HashSet<>();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (!names.add(name)) {
                    throw Faults.duplicate("/" + SafeText.of(name));
                }
                if (names.size() > FIELDS) {
                    throw new Refusal(
                            RejectionCode.TOO_MANY_FIELDS, null, "a command must have at most " + FIELDS + " fields");
                }
                parser.nextToken();
                draft.take(name, parser);
            }
            if (parser.nextToken() != null) {
                throw new Refusal(RejectionCode.TRAILING_DATA, null, "a command must be one JSON object: more follows");
            }
        } catch (StreamConstraintsException e) {
            throw new Refusal(RejectionCode.TOO_LONG, null, "a command is too long or too deep: " + e.getMessage());
        } catch (IOException e) {
            throw new Refusal(RejectionCode.MALFORMED, null, "a command must be JSON: " + e.getMessage());
        }
    }

    private static String key(RawRecord raw, @Nullable String inBody) throws Refusal {
        byte @Nullable [] record = raw.key();
        byte @Nullable [] body = inBody == null ? null : inBody.getBytes(StandardCharsets.UTF_8);
        byte @Nullable [] key = record == null ? body : record;
        if (key == null) {
            throw new Refusal(
                    RejectionCode.KEY_MISSING, null, "a command must name its model key, as the record's key or /key");
        }
        KeyRule.check(key);
        if (record != null && body != null && !Arrays.equals(record, body)) {
            throw new Refusal(
                    RejectionCode.KEY_MISMATCH,
                    "/key",
                    "the record's key and /key must agree: got another key in /key");
        }
        return new String(key, StandardCharsets.UTF_8);
    }
}
