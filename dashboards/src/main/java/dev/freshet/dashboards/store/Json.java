package dev.freshet.dashboards.store;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes one JSON document into memory. What is not finite becomes null, half a surrogate pair U+FFFD. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final char REPLACEMENT = '\uFFFD';

    private final JsonGenerator json;

    private Json(JsonGenerator json) {
        this.json = json;
    }

    /** What stands between two braces. */
    @FunctionalInterface
    public interface Body {
        void writeTo(Json json);
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    /** The UTF-8 bytes of one object. */
    public static byte[] object(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator generator = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
            generator.writeStartObject();
            body.writeTo(new Json(generator));
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a generator over memory does no input or output", e);
        }
        return bytes.toByteArray();
    }

    private Json write(Writing writing) {
        try {
            writing.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("a generator over memory does no input or output", e);
        }
    }

    /** A text; none where it is null. */
    public Json text(String name, @Nullable String value) {
        return value == null ? this : write(() -> json.writeStringField(name, wellFormed(value)));
    }

    public Json number(String name, double value) {
        return write(() -> {
            json.writeFieldName(name);
            number(value);
        });
    }

    public Json number(String name, long value) {
        return write(() -> json.writeNumberField(name, value));
    }

    public Json flag(String name, boolean value) {
        return write(() -> json.writeBooleanField(name, value));
    }

    /** A number of an array. */
    public Json item(double value) {
        return write(() -> number(value));
    }

    /** A whole number of an array. */
    public Json item(long value) {
        return write(() -> json.writeNumber(value));
    }

    /** A text of an array. */
    public Json item(String value) {
        return write(() -> json.writeString(wellFormed(value)));
    }

    /** An object of an array. */
    public Json item(Body body) {
        return write(() -> {
            json.writeStartObject();
            body.writeTo(this);
            json.writeEndObject();
        });
    }

    public Json object(String name, Body body) {
        return write(() -> {
            json.writeObjectFieldStart(wellFormed(name));
            body.writeTo(this);
            json.writeEndObject();
        });
    }

    public Json array(String name, Body body) {
        return write(() -> {
            json.writeArrayFieldStart(name);
            body.writeTo(this);
            json.writeEndArray();
        });
    }

    private void number(double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    private static String wellFormed(String text) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? REPLACEMENT : c)
                .forEach(result::appendCodePoint);
        return result.toString();
    }
}
