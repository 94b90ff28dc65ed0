package dev.freshet.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.wire.Header;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records for tests. */
final class Records {
    static final long TIME = 1_700_000_000_000L;

    private Records() {}

    static RawRecord raw(byte @Nullable [] key, byte @Nullable [] value, Header... headers) {
        return new RawRecord("in", 3, 9918, TIME, key, value, List.of(headers));
    }

    static Rejection rejection(RawRecord raw) {
        return new Rejection(RejectionCode.MALFORMED, "x", "x must be a number: got {", raw);
    }

    static Outbound outbound(String topic, String key, String value) {
        return new Outbound(topic, key.getBytes(UTF_8), value.getBytes(UTF_8), TIME, List.of());
    }

    static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, UTF_8);
    }
}
