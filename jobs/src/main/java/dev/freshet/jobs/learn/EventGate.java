package dev.freshet.jobs.learn;

import dev.freshet.model.Example;
import dev.freshet.model.encode.CategoryHash;
import dev.freshet.wire.Event;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import dev.freshet.wire.SafeText;
import java.util.Objects;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Holds a key's events to the {@link EventRules}. Keeps, per key, the newest ids with what their events held, and the newest
 * time, in Flink's state under their own names and Flink's serializers; an event without an id of its own, which is called
 * by its place, is new by that.
 */
final class EventGate {
    private final EventRules rules;
    private final NewestIds ids;
    private final ValueState<Long> newest;
    private final Counter duplicates;
    private final Counter conflicts;
    private final Counter late;

    /** What to do with an event. */
    enum Verdict {
        /** It goes to the model. */
        ADMIT,
        /** It goes there without its label. */
        SCORE,
        /** It is dropped, and counted. */
        DUPLICATE,
        /** It becomes a dead letter: an event of its id with other content came before. */
        CONFLICT,
        /** It becomes a dead letter: its time has passed. */
        LATE
    }

    EventGate(EventRules rules, KeyedStateStore states, MetricGroup metrics) {
        this.rules = rules;
        ids = new NewestIds("id", rules.ids(), states);
        newest = states.getState(new ValueStateDescriptor<>("newest-time", Types.LONG));
        MetricGroup gate = metrics.addGroup("gate");
        duplicates = gate.counter("duplicates");
        conflicts = gate.counter("conflicts");
        late = gate.counter("late");
    }

    /** Judges the next event of Flink's current key, and remembers it where it is let in. */
    Verdict judge(Event event) throws Exception {
        if (!rules.any()) {
            return Verdict.ADMIT;
        }
        boolean named = rules.ids() > 0 && !isPlace(event);
        long content = named ? content(event.example()) : 0;
        Long before = named ? ids.of(event.id()) : null;
        if (before != null) {
            boolean same = before == content;
            (same ? duplicates : conflicts).inc();
            return same ? Verdict.DUPLICATE : Verdict.CONFLICT;
        }
        boolean isLate = isLate(event.example().time());
        if (isLate) {
            late.inc();
        }
        if (isLate && rules.late() == EventRules.Late.DROP) {
            return Verdict.LATE;
        }
        if (named) {
            ids.remember(event.id(), content);
        }
        return isLate ? Verdict.SCORE : Verdict.ADMIT;
    }

    /** Flink's current key is to be forgotten: its ids, and its newest time. */
    void erase() {
        ids.clear();
        newest.clear();
    }

    /** Why an event was not let in, with its record. */
    Rejection rejection(Event event, Verdict verdict) throws Exception {
        RawRecord raw = Objects.requireNonNull(event.raw(), "an event that may be refused brings its record");
        return verdict == Verdict.CONFLICT
                ? new Rejection(
                        RejectionCode.ID_CONFLICT,
                        null,
                        SafeText.of("an id must stand for one event of its key: got \"" + event.id()
                                + "\" again with other content; the first one stands"),
                        raw)
                : new Rejection(
                        RejectionCode.LATE,
                        null,
                        "an event's time must be at most " + rules.lateAfter() + " ms behind its key's newest, "
                                + newest.value() + ": got " + event.example().time(),
                        raw);
    }

    private boolean isLate(long time) throws Exception {
        if (rules.lateAfter() == 0) {
            return false;
        }
        Long latest = newest.value();
        if (latest == null || time > latest) {
            newest.update(time);
        }
        return latest != null && time < latest - rules.lateAfter();
    }

    private static boolean isPlace(Event event) {
        Example example = event.example();
        return event.id().equals(example.partition() + ":" + example.offset());
    }

    /** What an event says but for its place and its time, which a producer's second attempt may change. */
    static long content(Example example) {
        long hash = mix(0, Double.doubleToLongBits(example.label()));
        for (double number : example.numbers()) {
            hash = mix(hash, Double.doubleToLongBits(number));
        }
        for (long category : example.categories()) {
            hash = mix(hash, category);
        }
        for (String text : example.texts()) {
            hash = mix(hash, text == null ? 0 : CategoryHash.of(text));
        }
        for (int k = 0; k < example.indices().length; k++) {
            hash = mix(mix(hash, example.indices()[k]), Float.floatToIntBits(example.values()[k]));
        }
        return mix(hash, Double.doubleToLongBits(example.weight()));
    }

    static long mix(long hash, long value) {
        long z = (hash + 0x9e3779b97f4a7c15L ^ value) * 0xbf58476d1ce4e5b9L;
        return z ^ (z >>> 32);
    }
}
