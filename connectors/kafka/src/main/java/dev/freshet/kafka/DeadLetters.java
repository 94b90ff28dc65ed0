package dev.freshet.kafka;

import dev.freshet.wire.Header;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a rejected record where it came from and what is wrong with it. Key, value and headers stay as they were, the
 * record's time is in {@code freshet.error.timestamp}; the reason is in further headers, under the names of Kafka Connect
 * ({@code __connect.errors.*}), which tools know, and under our own ({@code freshet.error.*}). A header of the record that
 * has such a name already is kept under {@code freshet.orig.<name>}, so that nobody can forge a reason.
 *
 * <p>A letter never exceeds {@code maxBytes}, since one that its topic refuses would stop the job for ever: of a value
 * that is too long the beginning is kept, and of a record whose key or headers alone are too long, only the place.
 * Then {@code freshet.error.truncated} tells the record's true length in bytes.
 *
 * @param job that writes the letters, {@code __connect.errors.connector.name}
 * @param topic where the letters go
 * @param maxBytes of key, value and headers together; give the topic at least 64 KiB more
 */
public record DeadLetters(String job, String topic, int maxBytes) implements Serializable {
    /** Twice what a topic takes by default, less what a batch needs around it: {@link TopicSpec#upTo} 2 MiB. */
    public static final int DEFAULT_MAX_BYTES = (2 << 20) - (64 << 10);

    static final String CONNECT = "__connect.errors.";
    static final String OURS = "freshet.error.";
    private static final String ORIGINAL = "freshet.orig.";
    /** What a batch needs around its one record. */
    private static final int OVERHEAD = 256;

    private static final int NOWHERE = -1;
    private static final int MIN_BYTES = 8 << 10;

    /** What was being done with the record. */
    public enum Stage {
        /** Bytes to event. */
        DECODE("VALUE_CONVERTER"),
        /** Event to prediction and update. */
        LEARN("TASK_PUT"),
        /** Features to an answer. */
        SCORE("TASK_PUT"),
        /** What came of an event to a topic; the letter tells of that output, and the event is done with. */
        WRITE("TASK_PUT");

        private final String connectName;

        Stage(String connectName) {
            this.connectName = connectName;
        }
    }

    public DeadLetters {
        TopicSpec.requireLegal(topic);
        if (maxBytes < MIN_BYTES) {
            throw new IllegalArgumentException("dead letters: max bytes must be >= " + MIN_BYTES + ": got " + maxBytes);
        }
    }

    public static DeadLetters of(String job, String topic) {
        return new DeadLetters(job, topic, DEFAULT_MAX_BYTES);
    }

    public Outbound letter(Rejection rejection, Stage stage) {
        RawRecord raw = rejection.raw();
        List<Header> reason = reason(rejection, stage);
        if (stage != Stage.WRITE) {
            reason.add(Header.of(OURS + "timestamp", Long.toString(raw.timestamp())));
        }
        long size = bytes(raw.key()) + bytes(raw.value()) + bytes(raw.headers());
        long room = maxBytes - bytes(reason);
        if (size <= room) {
            List<Header> headers = new ArrayList<>(raw.headers().size() + reason.size());
            raw.headers().forEach(h -> headers.add(isReserved(h) ? new Header(ORIGINAL + h.name(), h.value()) : h));
            headers.addAll(reason);
            if (bytes(headers) + bytes(raw.key()) + bytes(raw.value()) <= maxBytes) {
                return new Outbound(topic, raw.key(), raw.value(), Outbound.NOW, headers);
            }
        }
        return truncated(raw, reason, size);
    }

    /**
     * Tells of an output that its topic does not take, in its place: key, topic and both sizes, not the value.
     *
     * @param limit of the topic, in bytes
     */
    Outbound stub(Outbound output, int limit) {
        String detail =
                "a record of topic " + output.topic() + " must be <= " + limit + " bytes, its max.message.bytes: got "
                        + size(output) + "; raise it, or make the model's output smaller";
        RawRecord place =
                new RawRecord(output.topic(), NOWHERE, NOWHERE, output.timestamp(), output.key(), null, List.of());
        return letter(new Rejection(RejectionCode.OUTPUT_TOO_LARGE, null, detail, place), Stage.WRITE);
    }

    /**
     * A letter that its topic takes though it takes less than {@link #maxBytes}: its value cut, or left out.
     *
     * @throws IllegalStateException if not even the reason fits: a letter must not vanish, so the job stops
     */
    Outbound fitted(Outbound letter, int limit) {
        List<Header> headers = new ArrayList<>(letter.headers());
        if (headers.stream().noneMatch(h -> h.name().equals(OURS + "truncated"))) {
            headers.add(Header.of(OURS + "truncated", Long.toString(size(letter))));
        }
        long room = limit - OVERHEAD - bytes(headers) - bytes(letter.key());
        if (room < 0) {
            throw new IllegalStateException("topic " + topic + " must take a dead letter's reason, " + (limit - room)
                    + " bytes: its max.message.bytes is " + limit + "; raise it");
        }
        byte[] value = letter.value();
        return new Outbound(
                topic,
                letter.key(),
                value == null ? null : Arrays.copyOf(value, (int) Math.min(room, value.length)),
                letter.timestamp(),
                headers);
    }

    /** The most bytes that a record takes in a batch of its own. */
    static long size(Outbound record) {
        return bytes(record.key()) + bytes(record.value()) + bytes(record.headers()) + OVERHEAD;
    }

    private Outbound truncated(RawRecord raw, List<Header> reason, long size) {
        List<Header> headers = new ArrayList<>(reason);
        headers.add(Header.of(OURS + "truncated", Long.toString(size)));
        long room = maxBytes - bytes(headers);
        byte[] key = bytes(raw.key()) <= room ? raw.key() : null;
        room -= bytes(key);
        byte[] value = raw.value();
        if (value != null && value.length > room) {
            value = Arrays.copyOf(value, (int) room);
        }
        return new Outbound(topic, key, value, Outbound.NOW, headers);
    }

    private List<Header> reason(Rejection rejection, Stage stage) {
        RawRecord raw = rejection.raw();
        List<Header> all = new ArrayList<>(12);
        all.add(Header.of(CONNECT + "topic", raw.topic()));
        all.add(Header.of(CONNECT + "partition", Integer.toString(raw.partition())));
        all.add(Header.of(CONNECT + "offset", Long.toString(raw.offset())));
        all.add(Header.of(CONNECT + "connector.name", job));
        all.add(Header.of(CONNECT + "stage", stage.connectName));
        all.add(Header.of(CONNECT + "exception.class.name", Rejection.class.getName()));
        all.add(Header.of(CONNECT + "exception.message", rejection.detail()));
        all.add(Header.of(OURS + "code", rejection.code().name()));
        if (rejection.field() != null) {
            all.add(Header.of(OURS + "field", rejection.field()));
        }
        all.add(Header.of(OURS + "detail", rejection.detail()));
        all.add(Header.of(OURS + "stage", stage.name()));
        return all;
    }

    /** Whether a header tells a reason, ours or a forged one. */
    static boolean isReserved(Header header) {
        return header.name().startsWith(CONNECT) || header.name().startsWith(OURS);
    }

    private static long bytes(byte @Nullable [] array) {
        return array == null ? 0 : array.length;
    }

    private static long bytes(List<Header> headers) {
        long sum = 0;
        for (Header header : headers) {
            sum += header.name().getBytes(StandardCharsets.UTF_8).length + bytes(header.value()) + 10;
        }
        return sum;
    }
}
