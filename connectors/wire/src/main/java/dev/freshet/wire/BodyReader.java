package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one JSON body into a {@link Draft}, in one pass along a {@link FieldTree}. Reused; not for two threads. */
final class BodyReader {
    private final FieldTree tree;
    private final Draft draft;
    private final boolean knownFeatures;
    private final JsonFactory factory;
    private final StrictUtf8Reader characters = new StrictUtf8Reader();
    private final Skipper skipper;
    private final Faults faults;
    private long document;
    private long unknownFields;

    BodyReader(FieldTree tree, Draft draft, DecodeLimits limits, Strictness strictness) {
        this.tree = tree;
        this.draft = draft;
        knownFeatures = strictness.knownFeatures();
        skipper = new Skipper(limits);
        faults = new Faults(limits, characters, skipper);
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

    /** How far the last body was read, in bytes: less than its length if something wrong ended it. */
    int bytesRead() {
        return characters.position();
    }

    /** Reads the document that begins at {@code from}. */
    void read(byte[] body, int from) throws Refusal {
        document++;
        skipper.clear();
        characters.reset(body, from);
        try (JsonParser json = factory.createParser(characters)) {
            root(json);
        } catch (IOException e) {
            throw Faults.malformed(e);
        }
    }

    private void root(JsonParser json) throws Refusal {
        Refusal notObject;
        try {
            notObject = document(json);
        } catch (IOException e) {
            throw faults.broken(json, e);
        }
        if (faults.moreFollows(json)) {
            throw Faults.trailing();
        }
        if (notObject != null) {
            throw notObject;
        }
    }

    /** Reads up to the last token; what is valid JSON but no object is refused once it is known to be valid. */
    private @Nullable Refusal document(JsonParser json) throws IOException, Refusal {
        JsonToken token = json.nextToken();
        if (token == null) {
            throw new JsonEOFException(json, null, "Unexpected end-of-input: the document is blank");
        }
        if (token == JsonToken.START_OBJECT) {
            object(tree.root(), json);
            return null;
        }
        skipper.finishString(json);
        Refusal refusal =
                new Refusal(RejectionCode.NOT_OBJECT, null, "the value must be a JSON object: got " + Found.at(json));
        skipper.skip(json);
        return refusal;
    }

    private void object(Field field, JsonParser json) throws IOException, Refusal {
        int scope = skipper.newScope();
        Field previous = null;
        while (true) {
            Field expected = field.expectedAfter(previous);
            Field child = next(field, expected, json);
            if (child != null) {
                if (child != expected) {
                    field.cameAfter(previous, child);
                }
                previous = child;
                knownField(child, json);
            } else if (json.currentToken() == JsonToken.FIELD_NAME) {
                unknownField(field, scope, json);
            } else {
                return;
            }
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

    private void knownField(Field field, JsonParser json) throws IOException, Refusal {
        skipper.count();
        if (!field.firstIn(document)) {
            throw Faults.duplicate(field.pointer());
        }
        json.nextToken();
        value(field, json);
    }

    private void unknownField(Field parent, int scope, JsonParser json) throws IOException, Refusal {
        unknownFields++;
        if (knownFeatures && parent.features()) {
            String pointer = Faults.pointer(json);
            throw new Refusal(
                    RejectionCode.UNKNOWN_FEATURE,
                    pointer,
                    "an input must be one that the model takes, in strict mode: got " + SafeText.of(pointer, 150));
        }
        skipper.remember(scope, json);
        json.nextToken();
        skipper.skip(json);
    }

    private void value(Field field, JsonParser json) throws IOException, Refusal {
        JsonToken token = json.currentToken();
        skipper.finishString(json);
        draft.take(field, json);
        if (field.role() == Field.Role.INDICES || field.role() == Field.Role.VALUES) {
            draft.takeAll(field, json);
        } else if (field.features()) {
            features(field, token, json);
        } else if (token == JsonToken.START_OBJECT && field.inner()) {
            object(field, json);
        } else if (token == JsonToken.START_ARRAY && field.hasElements()) {
            elements(field, json);
        } else {
            skipper.skip(json);
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
                    RejectionCode.SHAPE,
                    field.pointer(),
                    field.pointer() + " must be an object, since an array only holds numbers: got an array, send the"
                            + " inputs by name");
        }
        int expected = tree.dense().size();
        int i = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            skipper.finishString(json);
            if (i < expected) {
                draft.take(tree.dense().get(i), json);
            }
            skipper.skip(json);
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
                skipper.skip(json);
            } else {
                value(element, json);
            }
        }
    }
}
