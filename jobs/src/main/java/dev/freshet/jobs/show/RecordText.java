package dev.freshet.jobs.show;

import dev.freshet.wire.Header;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.SafeText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A record in one line that a terminal can show, whatever is in it. */
public final class RecordText {
    private static final int KEY = 60;
    private static final int VALUE = 2_000;
    private static final int HEADER = 80;
    private static final int HEADERS = 12;

    private RecordText() {}

    /** Place, time, key, headers, and the value: as text, or how long it is where it is none. */
    public static String line(RawRecord raw) {
        byte[] key = raw.key();
        return raw.partition() + ":" + raw.offset() + "  " + time(raw.timestamp()) + "  "
                + (key == null ? "no key" : SafeText.of(new String(key, StandardCharsets.UTF_8), KEY)) + "  "
                + headers(raw) + value(raw.value());
    }

    private static String headers(RawRecord raw) {
        return raw.headers().stream()
                .limit(HEADERS)
                .map(header -> header(header) + "  ")
                .collect(Collectors.joining());
    }

    private static String header(Header header) {
        byte[] value = header.value();
        return SafeText.of(header.name(), HEADER) + "="
                + (value == null ? "null" : SafeText.of(new String(value, StandardCharsets.UTF_8), HEADER));
    }

    private static String value(byte @Nullable [] value) {
        if (value == null) {
            return "no value";
        }
        String text = text(value);
        return text == null ? String.format("%,d bytes", value.length) : SafeText.of(text, VALUE);
    }

    /** Null where the bytes are no text: not UTF-8, or with a NUL. */
    private static @Nullable String text(byte[] value) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static String time(long millis) {
        return millis < 0 ? "no time" : Instant.ofEpochMilli(millis).toString();
    }
}
