package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON body into a {@link Draft}, in one pass and with bounded work: whatever no mapping knows is skipped, but
 * still has to be JSON within the limits. Not for two threads.
 */
final class BodyReader {
    private final FieldTree tree;
    private final Draft draft;
    private final DecodeLimits limits;
    private final boolean knownFeatures;
    private final JsonFactory factory;
    private final StrictUtf8Reader characters = new StrictUtf8Reader();
    private final NameSet unknown;

    /** Number of the unknown object that encloses what is skipped, by depth. */
    private final int[] scopes;

    private int scope;
    private int fields;
    private long document;
    private long unknownFields;
    private boolean readingString;

    BodyReader(FieldTree tree, Draft draft, DecodeLimits limits, Strictness strictness) {
        this.tree = tree;
        this.draft = draft;
        this.limits = limits;
        knownFeatures = strictness.knownFeatures();
        unknown = new NameSet(limits.unknownFields());
        scopes = new int[limits.depth() + 2];
        factory = JsonFactory.builder()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .streamReadConstraints(new ReadLimits(limits))
                .recyclerPool(JsonRecyclerPools.newBoundedPool(1))
                .build();
    }

    /** Unknown fields beside known ones, in all bodies. */
    long unknownFields() {
        return unknownFields;
    }

    /** Reads the document that begins at {@code from}. */
    void read(byte[] body, int from) throws Refusal {
        document++;
        fields = 0;
        scope = 0;
        unknown.clear();
        characters.reset(body, from);
        readingString = false;
        try (JsonParser json = factory.createParser(characters)) {
            root(json);
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private void root(JsonParser json) throws Refusal {
        Refusal notObject = null;
        try {
            notObject = document(json);
        } catch (IOException e) {
            throw broken(json, e);
        }
        try {
            end(json);
        } catch (IOException e) {
            throw trailing();
        }
        if (notObject != null) {
            throw notObject;
        }
    }

    /** Reads up to the last token; what is valid JSON but no object is refused once it is known to be valid. */
    private @Nullable Refusal document(JsonParser json) throws IOException, Refusal {
        JsonToken token = json.nextToken();
        if (token == null) {
            throw new JsonEOFException(json, null, "the document is blank");
        }
        if (token == JsonToken.START_OBJECT) {
            object(tree.root(), json);
            return null;
        }
        finishString(json);
        Refusal refusal =
                new Refusal(RejectionCode.NOT_OBJECT, null, "the value must be a JSON object: got " + Found.at(json));
        skip(json);
        return refusal;
    }

    private void end(JsonParser json) throws IOException, Refusal {
        if (json.nextToken() != null || characters.stopped()) {
            throw trailing();
        }
    }

    private void object(Field field, JsonParser json) throws IOException, Refusal {
        int here = ++scope;
        Field previous = null;
        while (true) {
            Field expected = field.expectedAfter(previous);
            Field child = next(field, expected, json);
            if (child == null) {
                if (json.currentToken() != JsonToken.FIELD_NAME) {
                    return;
                }
                unknownField(field, here, json);
                continue;
            }
            count();
            if (!child.firstIn(document)) {
                throw duplicate(child.pointer());
            }
            if (child != expected) {
                field.cameAfter(previous, child);
            }
            previous = child;
            json.nextToken();
            value(child, json);
        }
    }

    /** The known field whose name comes next; null where the name is unknown or the object ends. */
    private static @Nullable Field next(Field field, @Nullable Field expected, JsonParser json) throws IOException {
        if (expected == null) {
            json.nextToken();
        } else if (json.nextFieldName(expected.name())) {
            return expected;
        }
        return json.currentToken() == JsonToken.FIELD_NAME ? field.child(json.currentName()) : null;
    }

    private void value(Field field, JsonParser json) throws IOException, Refusal {
        JsonToken token = json.currentToken();
        finishString(json);
        draft.take(field, json);
        if (field.features()) {
            features(field, token, json);
        } else if (token == JsonToken.START_OBJECT && field.inner()) {
            object(field, json);
        } else if (token == JsonToken.START_ARRAY && field.hasElements()) {
            elements(field, json);
        } else {
            skip(json);
        }
    }

    private void features(Field field, JsonToken token, JsonParser json) throws IOException, Refusal {
        switch (token) {
            case START_OBJECT -> object(field, json);
            case START_ARRAY -> array(field, json);
            case VALUE_NULL -> {}
            default ->
                throw new Refusal(
                        RejectionCode.TYPE,
                        field.pointer(),
                        field.pointer() + " must be an object or an array of the inputs: got " + Found.at(json));
        }
    }

    /** All inputs in order. */
    private void array(Field field, JsonParser json) throws IOException, Refusal {
        if (!tree.takesArray()) {
            throw new Refusal(
                    RejectionCode.TYPE,
                    field.pointer(),
                    field.pointer()
                            + " must be an object: got an array, which only holds numbers; send the inputs by name");
        }
        int expected = tree.dense().size();
        int i = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            finishString(json);
            if (i < expected) {
                draft.take(tree.dense().get(i), json);
            }
            skip(json);
            i++;
        }
        if (i != expected) {
            throw new Refusal(
                    RejectionCode.DIMENSION,
                    field.pointer(),
                    field.pointer() + " must hold " + expected + " numbers: got " + i);
        }
    }

    /** An array some of whose positions a pointer names. */
    private void elements(Field field, JsonParser json) throws IOException, Refusal {
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
            Field element = field.element(i);
            if (element == null) {
                skip(json);
            } else {
                value(element, json);
            }
        }
    }

    private void unknownField(Field parent, int here, JsonParser json) throws IOException, Refusal {
        unknownFields++;
        if (knownFeatures && parent.features()) {
            String pointer = pointer(json);
            throw new Refusal(
                    RejectionCode.UNKNOWN_FEATURE,
                    pointer,
                    "an input must be one that the model takes, in strict mode: got " + SafeText.of(pointer, 150));
        }
        remember(here, json);
        json.nextToken();
        skip(json);
    }

    /** Reads over the value at which the parser stands, up to its last token. */
    private void skip(JsonParser json) throws IOException, Refusal {
        int depth = 0;
        for (JsonToken token = json.currentToken(); ; token = json.nextToken()) {
            switch (token) {
                case START_OBJECT -> scopes[++depth] = ++scope;
                case START_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> depth--;
                case FIELD_NAME -> remember(scopes[depth], json);
                case VALUE_STRING -> finishString(json);
                case VALUE_NUMBER_FLOAT -> refuseNaN(json);
                default -> {}
            }
            if (depth == 0) {
                return;
            }
        }
    }

    /** Reads a string to its end, so that its length is checked even where nobody wants it. */
    private void finishString(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            readingString = true;
            json.finishToken();
            readingString = false;
        }
    }

    private static void refuseNaN(JsonParser json) throws IOException, Refusal {
        if (json.isNaN()) {
            throw NumberRule.notFinite(pointer(json), json.getText());
        }
    }

    /** Where the parser stands. */
    private static String pointer(JsonParser json) {
        return json.getParsingContext().pathAsPointer().toString();
    }

    private void remember(int here, JsonParser json) throws IOException, Refusal {
        count();
        if (unknown.full()) {
            throw tooManyFields("unknown fields", limits.unknownFields());
        }
        if (!unknown.add(here, json.currentName())) {
            throw duplicate(pointer(json));
        }
    }

    private void count() throws Refusal {
        if (++fields > limits.fields()) {
            throw tooManyFields("fields", limits.fields());
        }
    }

    private static Refusal tooManyFields(String what, int limit) {
        return new Refusal(
                RejectionCode.TOO_MANY_FIELDS, null, "a value must have at most " + limit + " " + what + ": got more");
    }

    private static Refusal duplicate(String pointer) {
        return new Refusal(
                RejectionCode.DUPLICATE_FIELD,
                pointer,
                "a field must stand once in its object: got " + SafeText.of(pointer, 150) + " twice");
    }

    private static Refusal trailing() {
        return new Refusal(
                RejectionCode.TRAILING_DATA, null, "a value must be one JSON document: got more after its end");
    }

    private Refusal broken(JsonParser json, IOException e) {
        if (e instanceof ReadLimits.Exceeded limit) {
            return exceeded(json, limit);
        }
        return characters.stopped() && e instanceof JsonEOFException ? stopped() : malformed(e);
    }

    /** The parser holds a number's digits in the same buffer as a string, and may find that too long first. */
    private Refusal exceeded(JsonParser json, ReadLimits.Exceeded limit) {
        boolean beforeName = json.getParsingContext().inObject() && json.currentToken() != JsonToken.FIELD_NAME;
        if (limit.code == RejectionCode.TOO_LONG && !readingString && !beforeName) {
            return new Refusal(
                    RejectionCode.NUMBER_TOO_LONG,
                    pointer(json),
                    "characters of a number must be <= " + limits.numberLength() + ": got far more");
        }
        return new Refusal(limit.code, pointer(json), String.valueOf(limit.getOriginalMessage()));
    }

    private Refusal stopped() {
        int at = characters.position();
        if (characters.cutOff()) {
            return malformed("it ends inside the character at byte " + at);
        }
        if (!characters.stoppedInString()) {
            return malformed("nothing in JSON begins with byte " + at);
        }
        return new Refusal(
                RejectionCode.ENCODING,
                null,
                "a string must be UTF-8 without half surrogate pairs: got something else at byte " + at);
    }

    private static Refusal malformed(IOException e) {
        if (!(e instanceof JsonProcessingException p)) {
            return malformed(String.valueOf(e.getMessage()));
        }
        JsonLocation at = p.getLocation();
        return malformed(SafeText.of(p.getOriginalMessage(), 200)
                + (at == null ? "" : ", at line " + at.getLineNr() + ", column " + at.getColumnNr()));
    }

    private static Refusal malformed(String found) {
        return new Refusal(RejectionCode.MALFORMED, null, "a value must be JSON: " + found);
    }
}
