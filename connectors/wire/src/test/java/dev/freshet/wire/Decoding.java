package dev.freshet.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.Task;
import dev.freshet.model.encode.FeatureSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the decoder's tests share: a small pipeline, and records of it. */
final class Decoding {
    static final long TIME = 1_700_000_000_000L;
    static final String KEY = "NSW";
    static final String VALID =
            "{\"id\":\"e-1\",\"key\":\"NSW\",\"ts\":1700000000000,\"x\":{\"a\":0.5,\"b\":-2,\"day\":\"Mon\"},\"y\":\"UP\",\"w\":2.5}";
    static final Task CLASSES = new Task.Classification(List.of("DOWN", "UP", "1", "true"));
    static final Task NUMBER = new Task.Regression();

    /** Two numbers, of which the second is bounded, and one category. */
    static final FeatureSchema SCHEMA = new FeatureSchema(List.of("a", "b"), List.of("day"), List.of(false, true));

    private Decoding() {}

    static JsonEventDecoder decoder() {
        return new JsonEventDecoder(EventMapping.CANONICAL, SCHEMA, CLASSES);
    }

    static JsonEventDecoder decoder(Task task, Strictness strictness) {
        return new JsonEventDecoder(EventMapping.CANONICAL, SCHEMA, task, DecodeLimits.DEFAULT, strictness);
    }

    static RawRecord raw(byte @Nullable [] key, byte @Nullable [] value) {
        return new RawRecord("events", 3, 77, TIME, key, value, List.of());
    }

    static RawRecord raw(String json) {
        return raw(KEY.getBytes(UTF_8), json.getBytes(UTF_8));
    }

    static Event accepted(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Event.class);
        return (Event) decoded;
    }

    static Event accepted(String json) {
        return accepted(decoder().decode(raw(json)));
    }

    static Rejection refused(Decoded decoded, RejectionCode code) {
        assertThat(decoded)
                .isInstanceOfSatisfying(
                        Rejection.class,
                        r -> assertThat(r.code()).as(r.detail()).isEqualTo(code));
        return (Rejection) decoded;
    }

    static Rejection refused(String json, RejectionCode code) {
        return refused(decoder().decode(raw(json)), code);
    }
}
