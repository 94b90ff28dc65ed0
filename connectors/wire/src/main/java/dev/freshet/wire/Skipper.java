package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Reads over the values that no mapping knows. They still have to be JSON within the limits: no number without a finite
 * value, no string too long, no name twice in an object, not too many fields. Reused; not for two threads.
 */
final class Skipper {
    private final DecodeLimits limits;
    private final NameSet unknown;

    /** Number of the object that is open at each depth. */
    private final int[] scopes;

    private int lastScope;
    private int fields;
    private boolean readingString;

    Skipper(DecodeLimits limits) {
        this.limits = limits;
        unknown = new NameSet(limits.unknownFields());
        scopes = new int[limits.depth() + 2];
    }

    void clear() {
        unknown.clear();
        lastScope = 0;
        fields = 0;
        readingString = false;
    }

    /** A number for an object whose names are compared with each other. */
    int newScope() {
        return ++lastScope;
    }

    /** Reads over the value at which the parser stands, up to its last token. */
    void skip(JsonParser json) throws IOException, Refusal {
        int depth = 0;
        for (JsonToken token = json.currentToken(); ; token = json.nextToken()) {
            switch (token) {
                case START_OBJECT -> scopes[++depth] = newScope();
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
    void finishString(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            readingString = true;
            json.finishToken();
            readingString = false;
        }
    }

    /** Whether the parser failed within a string that is a value. */
    boolean readingString() {
        return readingString;
    }

    private static void refuseNaN(JsonParser json) throws IOException, Refusal {
        if (json.isNaN()) {
            throw NumberRule.notFinite(Faults.pointer(json), json.getText());
        }
    }

    /** Takes the unknown name at which the parser stands. */
    void remember(int scope, JsonParser json) throws IOException, Refusal {
        count();
        if (unknown.full()) {
            throw Faults.tooManyFields("unknown fields", limits.unknownFields());
        }
        if (!unknown.add(scope, json.currentName())) {
            throw Faults.duplicate(Faults.pointer(json));
        }
    }

    /** Takes one more field. */
    void count() throws Refusal {
        if (++fields > limits.fields()) {
            throw Faults.tooManyFields("fields", limits.fields());
        }
    }
}
