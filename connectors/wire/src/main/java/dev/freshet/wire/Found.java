package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** What a parser stands at, in words for a person. */
final class Found {
    private static final int MAX = 80;

    private Found() {}

    static String at(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "the string \"" + SafeText.of(start(json), MAX) + "\"";
            case VALUE_NULL -> "null";
            default -> SafeText.of(start(json), MAX);
        };
    }

    /** Enough of the text to fill {@link #MAX}; the rest is never made a string. */
    private static String start(JsonParser json) throws IOException {
        return new String(json.getTextCharacters(), json.getTextOffset(), Math.min(json.getTextLength(), MAX + 1));
    }
}
