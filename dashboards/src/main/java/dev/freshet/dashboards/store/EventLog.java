package dev.freshet.dashboards.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest events, numbered from 1, for any number of followers. Whoever appends never waits for one: a follower has a
 * number of its own and asks for what comes behind it, and one that falls behind the oldest event is told so. Holds at most
 * {@link #MOST} events and {@link #MOST_BYTES} bytes. For any thread.
 */
public final class EventLog {
    static final int MOST = 4_096;
    static final int MOST_BYTES = 4 << 20;

    private final Deque<Event> events = new ArrayDeque<>();
    private long last;
    private long bytes;

    /** Something that happened. */
    public static final class Event {
        private final long number;
        private final String type;
        private final byte[] data;

        Event(long number, String type, byte[] data) {
            this.number = number;
            this.type = type;
            this.data = data;
        }

        /** Its place in the log. */
        public long number() {
            return number;
        }

        /** As a follower knows it. */
        public String type() {
            return type;
        }

        /** A JSON document in one line. Read only. */
        public byte[] data() {
            return data;
        }
    }

    /** What lies behind a number; null for a follower that has missed some. */
    public record Batch(@Nullable List<Event> events) {}

    void append(String type, byte[] data) {
        synchronized (events) {
            events.add(new Event(++last, type, data));
            bytes += data.length;
            while (events.size() > MOST || bytes > MOST_BYTES) {
                bytes -= events.remove().data().length;
            }
            events.notifyAll();
        }
    }

    /** The newest event's number; 0 without any. */
    public long last() {
        synchronized (events) {
            return last;
        }
    }

    /**
     * At most {@code most} events behind number {@code after}, in order; waits up to {@code millis} for the first.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public Batch after(long after, int most, long millis) throws InterruptedException {
        synchronized (events) {
            long end = System.nanoTime() + millis * 1_000_000;
            for (long left = millis; last <= after && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                events.wait(left);
            }
            if (after > last || after + 1 < oldest()) {
                return new Batch(null);
            }
            List<Event> found = new ArrayList<>();
            for (Event event : events) {
                if (event.number() > after && found.size() < most) {
                    found.add(event);
                }
            }
            return new Batch(found);
        }
    }

    private long oldest() {
        return last - events.size() + 1;
    }
}
