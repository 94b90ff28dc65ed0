package dev.freshet.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One record on its way to a topic; the topic is in the record, so that one sink writes all outputs. Read only. */
public final class Outbound {
    /**
     * Let the record bear the time at which it is written. What a pipeline writes does: its topics' retention counts from
     * there, and an answer about an old event must not expire at once. The event's own time is in the value.
     */
    public static final long NOW = -1;

    private final String topic;
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;
    private final long timestamp;
    private final List<Header> headers;

    /**
     * @param value null for a tombstone
     * @param timestamp epoch milliseconds UTC, or {@link #NOW}
     */
    public Outbound(
            String topic, byte @Nullable [] key, byte @Nullable [] value, long timestamp, List<Header> headers) {
        this.topic = topic;
        this.key = key;
        this.value = value;
        this.timestamp = timestamp;
        this.headers = headers;
    }

    public String topic() {
        return topic;
    }

    public byte @Nullable [] key() {
        return key;
    }

    public byte @Nullable [] value() {
        return value;
    }

    public long timestamp() {
        return timestamp;
    }

    public List<Header> headers() {
        return headers;
    }
}
