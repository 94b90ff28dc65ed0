package dev.freshet.dashboards.store;

import dev.freshet.wire.RawRecord;
import dev.freshet.wire.SafeText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The newest dead letters, and how many there were of each code. Not for two threads. */
final class Letters {
    static final int MOST = 200;
    static final int CODES = 64;
    private static final int CODE = 40;
    private static final int TEXT = 300;
    private static final int BYTES = 256;
    private static final String OTHERS = "other codes";

    private final Deque<Letter> newest = new ArrayDeque<>();
    private final Map<String, Long> byCode = new TreeMap<>();
    private long count;

    /** A letter as a person looks at it: every text escaped and cut. */
    record Letter(
            String place,
            long time,
            String code,
            @Nullable String field,
            @Nullable String detail,
            @Nullable String stage,
            String record,
            long bytes,
            String text,
            String hex) {

        static Letter of(RawRecord raw) {
            byte[] value = raw.value();
            byte[] begin = value == null ? new byte[0] : Arrays.copyOf(value, Math.min(value.length, BYTES));
            String code = header(raw, "freshet.error.code", CODE);
            return new Letter(
                    raw.partition() + ":" + raw.offset(),
                    raw.timestamp(),
                    code == null ? "without a code" : code,
                    header(raw, "freshet.error.field", TEXT),
                    header(raw, "freshet.error.detail", TEXT),
                    header(raw, "freshet.error.stage", CODE),
                    origin(raw),
                    value == null ? 0 : value.length,
                    SafeText.of(new String(begin, StandardCharsets.UTF_8), TEXT),
                    HexFormat.of().formatHex(begin));
        }

        private static String origin(RawRecord raw) {
            return header(raw, "__connect.errors.topic", TEXT) + " "
                    + header(raw, "__connect.errors.partition", CODE) + ":"
                    + header(raw, "__connect.errors.offset", CODE);
        }

        private static @Nullable String header(RawRecord raw, String name, int most) {
            return ModelInfo.text(raw.headers(), name, most);
        }

        void writeTo(Json json) {
            json.text("place", place)
                    .number("time", time)
                    .text("code", code)
                    .text("field", field)
                    .text("detail", detail)
                    .text("stage", stage)
                    .text("record", record)
                    .number("bytes", bytes)
                    .text("text", text)
                    .text("hex", hex);
        }
    }

    void add(Letter letter) {
        newest.add(letter);
        if (newest.size() > MOST) {
            newest.remove();
        }
        count++;
        boolean known = byCode.containsKey(letter.code()) || byCode.size() < CODES;
        byCode.merge(known ? letter.code() : OTHERS, 1L, Long::sum);
    }

    long count() {
        return count;
    }

    void writeCodes(Json json) {
        byCode.forEach(json::number);
    }

    /** The newest first, of one code or of all. */
    void writeTo(Json array, @Nullable String code, int limit) {
        int left = limit;
        for (Iterator<Letter> each = newest.descendingIterator(); each.hasNext() && left > 0; ) {
            Letter letter = each.next();
            if (code == null || letter.code().equals(code)) {
                array.item(letter::writeTo);
                left--;
            }
        }
    }
}
