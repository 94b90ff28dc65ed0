package dev.freshet.jobs.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.model.Task;
import dev.freshet.model.encode.FeatureSchema;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.EventMapping;
import dev.freshet.wire.Header;
import dev.freshet.wire.JsonEventDecoder;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.SafeText;
import java.util.List;

/** Any bytes are an event or a rejection that can be shown, and harm no event behind them. */
public final class EventTarget {
    private static final long TIME = 1_700_000_000_000L;
    private static final byte[] VALID =
            "{\"key\":\"k\",\"ts\":1700000000000,\"x\":{\"a\":1,\"c\":\"d\"},\"y\":\"UP\"}".getBytes(UTF_8);
    private static final JsonEventDecoder DECODER = new JsonEventDecoder(
            EventMapping.CANONICAL,
            new FeatureSchema(List.of("a", "b"), List.of("c"), List.of(true, false)),
            new Task.Classification(List.of("DOWN", "UP")));

    private EventTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        check(DECODER.decode(record(bytes, List.of())));
        check(DECODER.decode(record(VALID, List.of(new Header("content-type", bytes)))));
        check(DECODER.decode(record(VALID, List.of(new Header("freshet.replays", bytes)))));
        if (!(DECODER.decode(record(VALID, List.of())) instanceof Event)) {
            throw new IllegalStateException("a good event behind these bytes is refused");
        }
    }

    private static void check(Decoded decoded) {
        if (decoded instanceof Rejection rejection) {
            String detail = rejection.detail();
            if (detail.startsWith("the decoder failed") || !detail.equals(SafeText.of(detail))) {
                throw new IllegalStateException("a rejection must have a reason fit to be shown: got " + detail);
            }
        } else if (decoded instanceof Event event) {
            for (double number : event.example().numbers()) {
                if (Double.isInfinite(number)) {
                    throw new IllegalStateException("a number must be finite or missing: got " + number);
                }
            }
        }
    }

    private static RawRecord record(byte[] value, List<Header> headers) {
        return new RawRecord("events", 0, 1, TIME, null, value, headers);
    }
}
