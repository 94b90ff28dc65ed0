package dev.freshet.kafka;

import dev.freshet.wire.Header;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Replays;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it lies in its topic, where anyone may have written anything: no text of it is fit to be printed as it
 * is, and what is no number reads as -1.
 */
public record DeadLetter(RawRecord letter) {
    /** Names the letter that a record was sent back from, as {@code partition:offset}. */
    static final String REPLAYED_FROM = "freshet.replayed-from";

    private static final int DIGITS = 18;

    /** Why a letter stays where it is. */
    public enum Hindrance {
        /** It may be sent back. */
        NONE,
        /** Its record was too long for a letter: only the beginning is left. */
        CUT,
        /** It tells of an output; its event was learned from. */
        NO_EVENT,
        /** Its record lay in another topic, or nobody knows where. */
        ELSEWHERE,
        /** Its record was sent back as often as it may be. */
        REPLAY_LIMIT,
        /** This letter's record was sent back before. */
        SENT_BEFORE,
        /** The events topic no longer goes back to its record, and may have held one that was sent back. */
        UNSEEN
    }

    /** A {@link dev.freshet.wire.RejectionCode}, or what is there in its place. */
    public @Nullable String code() {
        return text(DeadLetters.OURS + "code");
    }

    public @Nullable String field() {
        return text(DeadLetters.OURS + "field");
    }

    public @Nullable String detail() {
        return text(DeadLetters.OURS + "detail");
    }

    /** The job that wrote the letter. */
    public @Nullable String job() {
        return text(DeadLetters.CONNECT + "connector.name");
    }

    /** The topic in which the record lay. */
    public @Nullable String topic() {
        return text(DeadLetters.CONNECT + "topic");
    }

    /** The partition in which the record lay. */
    public long partition() {
        return number(DeadLetters.CONNECT + "partition");
    }

    /** Where in that partition. */
    public long offset() {
        return number(DeadLetters.CONNECT + "offset");
    }

    /** Where the letter lies, as {@link #sentBackFrom} tells it. */
    public String place() {
        return letter.partition() + ":" + letter.offset();
    }

    /** The place of the letter that a record of the events topic was sent back from, if it was. */
    public static Optional<String> sentBackFrom(RawRecord event) {
        return Optional.ofNullable(new DeadLetter(event).text(REPLAYED_FROM));
    }

    /** How often the record had been sent back before. */
    public int replays() {
        return Replays.of(letter.headers());
    }

    /** @param events the topic that letters may be sent back to */
    public Hindrance hindrance(String events) {
        if (DeadLetters.Stage.WRITE.name().equals(text(DeadLetters.OURS + "stage"))) {
            return Hindrance.NO_EVENT;
        }
        if (!events.equals(topic()) || partition() < 0 || offset() < 0) {
            return Hindrance.ELSEWHERE;
        }
        if (text(DeadLetters.OURS + "truncated") != null) {
            return Hindrance.CUT;
        }
        return replays() >= Replays.MAX ? Hindrance.REPLAY_LIMIT : Hindrance.NONE;
    }

    /**
     * The record as it was, at its old time: without the reason, with {@link Replays#HEADER} one higher. What was kept under
     * {@code freshet.orig.} stays there.
     */
    public Outbound replay(String events) {
        List<Header> headers = new ArrayList<>();
        for (Header header : letter.headers()) {
            boolean ours = DeadLetters.isReserved(header)
                    || header.name().equals(Replays.HEADER)
                    || header.name().equals(REPLAYED_FROM);
            if (!ours) {
                headers.add(header);
            }
        }
        headers.add(Header.of(Replays.HEADER, Integer.toString(replays() + 1)));
        headers.add(Header.of(REPLAYED_FROM, place()));
        long time = number(DeadLetters.OURS + "timestamp");
        return new Outbound(events, letter.key(), letter.value(), time < 0 ? Outbound.NOW : time, headers);
    }

    /** The last of that name: ours stand behind the record's own. */
    private @Nullable String text(String name) {
        return Header.text(letter.headers(), name);
    }

    private long number(String name) {
        String text = text(name);
        return text == null || !text.matches("[0-9]{1," + DIGITS + "}") ? -1 : Long.parseLong(text);
    }
}
