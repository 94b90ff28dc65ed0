package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One JSON generator over one growing buffer, both reused for record after record. Not for two threads. */
final class JsonBuffer {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .build();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private JsonGenerator json = generator(bytes);

    /** Writes one document. */
    interface Body {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** The UTF-8 bytes of the one document that {@code body} writes. */
    byte[] document(Body body) {
        bytes.reset();
        try {
            body.writeTo(json);
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw restart(new UncheckedIOException("a record could not be written as JSON: " + e.getMessage(), e));
        } catch (RuntimeException e) {
            throw restart(e);
        }
    }

    /** A generator that failed within a document stays inside it. */
    private RuntimeException restart(RuntimeException cause) {
        json = generator(bytes);
        return cause;
    }

    private static JsonGenerator generator(ByteArrayOutputStream bytes) {
        try {
            JsonGenerator json = FACTORY.createGenerator(bytes, JsonEncoding.UTF8);
            json.setRootValueSeparator(null);
            return json;
        } catch (IOException e) {
            throw new UncheckedIOException("a generator over memory does no input or output", e);
        }
    }
}
