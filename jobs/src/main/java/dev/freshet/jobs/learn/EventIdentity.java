package dev.freshet.jobs.learn;

import dev.freshet.wire.Event;

/** What makes two events of a key the same: id and content, as {@link EventRules} tell duplicates. */
public final class EventIdentity {
    private EventIdentity() {}

    /** A hash of key, id and content; of an event without an id of its own it is that of no other. */
    public static long of(Event event) {
        long key = 31L * event.key().hashCode() + event.id().hashCode();
        return EventGate.mix(EventGate.content(event.example()), key);
    }
}
