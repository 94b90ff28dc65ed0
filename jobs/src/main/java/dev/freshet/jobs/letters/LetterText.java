package dev.freshet.jobs.letters;

import dev.freshet.kafka.DeadLetter;
import dev.freshet.wire.Header;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.SafeText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A letter in lines that a terminal can show, whatever is in it. */
public final class LetterText {
    private static final int WIDTH = 16;
    private static final int VIEW = 60;
    private static final int TEXT = 300;

    /** A record that is no letter of ours may have more of them. */
    private static final int HEADERS = 1_100;

    private LetterText() {}

    /** Place of the letter, time, code, place of the record, the beginning of its value. */
    public static String line(DeadLetter letter) {
        RawRecord raw = letter.letter();
        return raw.partition() + ":" + raw.offset() + "  " + time(raw.timestamp()) + "  " + safe(letter.code(), 40)
                + "  " + origin(letter) + "  " + view(raw.value());
    }

    /**
     * Everything.
     *
     * @param hex bytes as a hexadecimal dump, else as escaped text
     * @param bytes of key and value, each at most
     */
    public static List<String> full(DeadLetter letter, boolean hex, int bytes) {
        RawRecord raw = letter.letter();
        List<String> lines = new ArrayList<>();
        lines.add(
                "letter   " + raw.topic() + " " + raw.partition() + ":" + raw.offset() + ", " + time(raw.timestamp()));
        lines.add("code     " + safe(letter.code(), TEXT));
        lines.add("field    " + safe(letter.field(), TEXT));
        lines.add("detail   " + safe(letter.detail(), TEXT));
        lines.add("record   " + origin(letter) + ", sent back " + letter.replays() + " times");
        raw.headers().stream().limit(HEADERS).forEach(header -> lines.add("header   " + header(header)));
        add("key", raw.key(), hex, bytes, lines);
        add("value", raw.value(), hex, bytes, lines);
        return lines;
    }

    private static String header(Header header) {
        byte[] value = header.value();
        return SafeText.of(header.name(), TEXT) + " = "
                + (value == null ? "null" : SafeText.of(text(value, TEXT + 1), TEXT));
    }

    private static void add(String what, byte @Nullable [] content, boolean hex, int most, List<String> lines) {
        if (content == null) {
            lines.add(String.format("%-8s null", what));
            return;
        }
        int shown = Math.min(content.length, most);
        lines.add(String.format(
                "%-8s %,d bytes%s", what, content.length, shown < content.length ? ", the first " + shown : ""));
        if (hex) {
            for (int i = 0; i < shown; i += WIDTH) {
                lines.add(dump(content, i, Math.min(i + WIDTH, shown)));
            }
        } else if (shown > 0) {
            String text = text(content, shown);
            lines.add(SafeText.of(text, 7 * text.length()));
        }
    }

    private static String dump(byte[] content, int from, int to) {
        StringBuilder line = new StringBuilder(String.format("%08x  ", from));
        line.append(String.format(
                "%-" + 3 * WIDTH + "s ", HexFormat.ofDelimiter(" ").formatHex(content, from, to)));
        for (int i = from; i < to; i++) {
            line.append(content[i] >= ' ' && content[i] <= '~' ? (char) content[i] : '.');
        }
        return line.toString();
    }

    private static String origin(DeadLetter letter) {
        return safe(letter.topic(), 100) + " " + letter.partition() + ":" + letter.offset();
    }

    private static String view(byte @Nullable [] value) {
        return value == null ? "null" : SafeText.of(text(value, VIEW + 1), VIEW);
    }

    private static String text(byte[] bytes, int most) {
        return new String(Arrays.copyOf(bytes, Math.min(bytes.length, most)), StandardCharsets.UTF_8);
    }

    private static String safe(@Nullable String text, int max) {
        return text == null ? "-" : SafeText.of(text, max);
    }

    private static String time(long millis) {
        return millis < 0 ? "no time" : Instant.ofEpochMilli(millis).toString();
    }
}
