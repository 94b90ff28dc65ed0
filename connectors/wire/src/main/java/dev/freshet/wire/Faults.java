package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;

/** What is wrong with a body, from what the parser says and from where it stands. */
final class Faults {
    private final DecodeLimits limits;
    private final StrictUtf8Reader characters;
    private final Skipper skipper;

    Faults(DecodeLimits limits, StrictUtf8Reader characters, Skipper skipper) {
        this.limits = limits;
        this.characters = characters;
        this.skipper = skipper;
    }

    /** Whether anything but blanks follows the document. */
    boolean moreFollows(JsonParser json) {
        try {
            return json.nextToken() != null || characters.stopped();
        } catch (IOException e) {
            return true;
        }
    }

    /** Why the parser failed within the document. */
    Refusal broken(JsonParser json, IOException e) {
        if (e instanceof ReadLimits.Exceeded limit) {
            return exceeded(json, limit);
        }
        return characters.stopped() && e instanceof JsonEOFException ? stopped() : malformed(e);
    }

    /** The parser holds a number's digits in the same buffer as a string, and may find that too long first. */
    private Refusal exceeded(JsonParser json, ReadLimits.Exceeded limit) {
        boolean beforeName = json.getParsingContext().inObject() && json.currentToken() != JsonToken.FIELD_NAME;
        if (limit.code == RejectionCode.TOO_LONG && !skipper.readingString() && !beforeName) {
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
            return malformed("an end inside the character at byte " + at);
        }
        if (!characters.stoppedInString()) {
            return malformed("a byte outside ASCII and outside strings, at byte " + at);
        }
        return new Refusal(
                RejectionCode.ENCODING,
                null,
                "a string must be UTF-8 without half surrogate pairs: got something else at byte " + at);
    }

    static Refusal malformed(IOException e) {
        if (!(e instanceof JsonProcessingException p)) {
            return malformed(String.valueOf(e.getMessage()));
        }
        JsonLocation at = p.getLocation();
        return malformed(SafeText.of(withoutExpectation(p.getOriginalMessage()), 200)
                + (at == null ? "" : ", at line " + at.getLineNr() + ", column " + at.getColumnNr()));
    }

    /** The parser lists NaN among the values it expects, since it is to recognise it; we refuse it. */
    private static String withoutExpectation(String message) {
        int list = message.indexOf(" (JSON String");
        int cut = list < 0 ? message.indexOf(": expected a value") : message.lastIndexOf(':', list);
        return cut < 0 ? message : message.substring(0, cut);
    }

    private static Refusal malformed(String found) {
        return new Refusal(RejectionCode.MALFORMED, null, "a value must be JSON: got " + found);
    }

    static Refusal trailing() {
        return new Refusal(
                RejectionCode.TRAILING_DATA, null, "a value must be one JSON document: got more after its end");
    }

    static Refusal tooManyFields(String what, int limit) {
        return new Refusal(
                RejectionCode.TOO_MANY_FIELDS, null, "a value must have at most " + limit + " " + what + ": got more");
    }

    static Refusal duplicate(String pointer) {
        return new Refusal(
                RejectionCode.DUPLICATE_FIELD,
                pointer,
                "a field must stand once in its object: got " + SafeText.of(pointer, 150) + " twice");
    }

    /** Where the parser stands. */
    static String pointer(JsonParser json) {
        return json.getParsingContext().pathAsPointer().toString();
    }
}
