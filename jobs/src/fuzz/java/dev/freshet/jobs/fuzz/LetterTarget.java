package dev.freshet.jobs.fuzz;

import dev.freshet.jobs.letters.LetterText;
import dev.freshet.kafka.DeadLetter;
import dev.freshet.kafka.DeadLetters;
import dev.freshet.wire.Header;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Headers of any bytes make a letter within its limit, which can be shown and sent back. */
public final class LetterTarget {
    private static final DeadLetters LETTERS = new DeadLetters("p", "letters", 8 << 10);
    private static final List<String> NAMES = List.of(
            "__connect.errors.topic",
            "__connect.errors.partition",
            "__connect.errors.offset",
            "freshet.error.code",
            "freshet.error.stage",
            "freshet.error.truncated",
            "freshet.error.timestamp",
            "freshet.replays",
            "freshet.orig.x",
            "trace");

    private LetterTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        RawRecord raw = record(bytes);
        show(new DeadLetter(raw));
        Rejection rejection = new Rejection(RejectionCode.TYPE, "/x", "x must be a number: got {", raw);
        Outbound out = LETTERS.letter(rejection, DeadLetters.Stage.DECODE);
        DeadLetter letter = new DeadLetter(new RawRecord(out.topic(), 0, 1, 2, out.key(), out.value(), out.headers()));
        if (!"TYPE".equals(letter.code()) || letter.partition() != 3 || letter.offset() != 7) {
            throw new IllegalStateException("a letter must tell what we wrote: got " + letter.code());
        }
        show(letter);
        if (letter.hindrance("events") == DeadLetter.Hindrance.NONE) {
            Outbound back = letter.replay("events");
            int before = letter.replays();
            int after = new DeadLetter(new RawRecord("events", 3, 8, 2, back.key(), back.value(), back.headers()))
                    .replays();
            if (!Arrays.equals(back.value(), raw.value()) || after != before + 1) {
                throw new IllegalStateException("a record must go back as it was, counted: got " + after);
            }
        }
    }

    /** A byte each for name and length, then a header's value, and so on. */
    private static RawRecord record(byte[] bytes) {
        List<Header> headers = new ArrayList<>();
        int at = 0;
        while (at + 2 <= bytes.length) {
            int length = Math.min(bytes[at + 1] & 0x3f, bytes.length - at - 2);
            byte[] value = bytes[at + 1] < 0 ? null : Arrays.copyOfRange(bytes, at + 2, at + 2 + length);
            headers.add(new Header(NAMES.get((bytes[at] & 0xff) % NAMES.size()), value));
            at += 2 + length;
        }
        return new RawRecord("events", 3, 7, 1_700_000_000_000L, null, bytes, headers);
    }

    private static void show(DeadLetter letter) {
        List<String> lines = new ArrayList<>(LetterText.full(letter, false, 1_000));
        lines.addAll(LetterText.full(letter, true, 1_000));
        lines.add(LetterText.line(letter));
        for (String line : lines) {
            if (line.chars().anyMatch(c -> c < ' ' || (c >= 0x7f && c < 0xa0))) {
                throw new IllegalStateException("a line must have no control character: got " + line);
            }
        }
    }
}
