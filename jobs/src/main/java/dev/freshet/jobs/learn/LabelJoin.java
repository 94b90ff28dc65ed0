package dev.freshet.jobs.learn;

import dev.freshet.wire.Event;
import dev.freshet.wire.LateLabel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins a key's labels to its events by id. Each decision is a function of the key's events in their order and its labels in
 * theirs, and not of which came first here: labels are taken strictly in their order, the first of those that wait holding
 * up the others; whether it waits on is decided by the times of events alone, and whether an event is too old for its label by
 * the times of labels alone. What was forgotten to free memory was beyond any label by then.
 */
public final class LabelJoin {
    /** How many numbers a key's clocks are. */
    public static final int CLOCKS = 11;

    /** Greatest time of an event so far. */
    private static final int EVENTS = 0;
    /** Greatest time of a label that has its fate. */
    private static final int LABELS = 1;
    /** Places of the first label that waits, and behind the last. */
    private static final int HEAD = 2;

    private static final int TAIL = 3;
    /** Places of the oldest event that is remembered, and behind the newest. */
    private static final int OLDEST = 4;

    private static final int NEXT = 5;
    /** Place of the newest event that was looked at, and of the newest label, and the offset of the newest that has its fate. */
    private static final int EVENTS_AT = 6;

    private static final int LABELS_AT = 8;
    private static final int SETTLED_AT = 10;

    private final LabelRules rules;
    private final JoinState state;

    /** What an event is to its key. */
    public enum Arrival {
        /** It is to be answered, and waits for its label. */
        NEW,
        /** It was there before. */
        DUPLICATE,
        /** Another one of its id was there before. */
        CONFLICT
    }

    /** What becomes of a label. */
    public enum Fate {
        /** Its event is learned from. */
        JOINED,
        /** It said before what it says now. */
        DUPLICATE,
        /** Another label of its id came before. */
        CONFLICT,
        /** No event of its id came in time. */
        UNKNOWN,
        /** Its event's time to live has passed. */
        EXPIRED
    }

    /**
     * A label that has its fate.
     *
     * @param feature its event as it was before; null where the fate is {@link Fate#UNKNOWN}
     */
    public record Settled(
            LateLabel label, Fate fate, @Nullable Feature feature) {}

    /** @param state of one key, or of whichever is the current one */
    public LabelJoin(LabelRules rules, JoinState state) {
        this.rules = rules;
        this.state = state;
    }

    /**
     * What a key has met of its two logs.
     *
     * @param partition of the newest record
     * @param offset of it; -1 for none
     */
    public record Met(int partition, long offset) {}

    /**
     * What was forgotten all at once.
     *
     * @param features that waited for their label
     * @param labels that waited for their turn
     */
    public record Forgotten(long features, long labels) {}

    /** The clocks of a key that has seen nothing. */
    static long[] begin() {
        return new long[] {Long.MIN_VALUE, Long.MIN_VALUE, 0, 0, 0, 0, -1, -1, -1, -1, -1};
    }

    /** The same clocks, of before places were among them. */
    static long[] whole(long[] clocks) {
        if (clocks.length == CLOCKS) {
            return clocks;
        }
        long[] all = begin();
        System.arraycopy(clocks, 0, all, 0, clocks.length);
        return all;
    }

    /** What the next event is; a new one has to be given to {@link #add}. */
    public Arrival judge(Event event) throws Exception {
        long clock = state.clocks()[EVENTS];
        for (Feature known : state.features(event.id())) {
            if (!rules.expired(known.time(), clock)) {
                state.clocks(metEvent(state.clocks().clone(), event));
                return known.content() == EventGate.content(event.example()) ? Arrival.DUPLICATE : Arrival.CONFLICT;
            }
        }
        return Arrival.NEW;
    }

    /** Lets an answered event wait for its label. */
    public void add(Event event, float[] served) throws Exception {
        long[] clocks = state.clocks().clone();
        long time = event.example().time();
        Event kept = new Event(event.key(), event.id(), event.example());
        List<Feature> all = new ArrayList<>(state.features(event.id()));
        all.add(new Feature(
                time,
                clocks[EVENTS],
                EventGate.content(event.example()),
                new Feature.Waiting(kept, served),
                Double.NaN,
                Double.NaN));
        state.features(event.id(), all);
        state.addId(clocks[NEXT]++, event.id());
        clocks[EVENTS] = Math.max(clocks[EVENTS], time);
        state.clocks(metEvent(clocks, event));
    }

    private static long[] metEvent(long[] clocks, Event event) {
        clocks[EVENTS_AT] = event.example().partition();
        clocks[EVENTS_AT + 1] = event.example().offset();
        return clocks;
    }

    /** Lets a label wait for its turn. */
    public void add(LateLabel label) throws Exception {
        long[] clocks = state.clocks().clone();
        state.addLabel(clocks[TAIL]++, label);
        clocks[LABELS_AT] = label.raw().partition();
        clocks[LABELS_AT + 1] = label.raw().offset();
        state.clocks(clocks);
    }

    /** The next label whose fate is known; null if none waits or the first one waits on. */
    public @Nullable Settled next() throws Exception {
        long[] clocks = state.clocks();
        if (clocks[HEAD] == clocks[TAIL]) {
            return null;
        }
        LateLabel label = state.label(clocks[HEAD]);
        List<Feature> known = state.features(label.id());
        int at = candidate(known, clocks[LABELS]);
        Feature feature = at < 0 ? null : known.get(at);
        Fate fate = fate(label, feature, clocks);
        if (fate == null) {
            return null;
        }
        long[] after = clocks.clone();
        state.removeLabel(after[HEAD]++);
        after[LABELS] = Math.max(after[LABELS], label.time());
        after[SETTLED_AT] = label.raw().offset();
        state.clocks(after);
        if (fate == Fate.JOINED && feature != null) {
            List<Feature> all = new ArrayList<>(known);
            all.set(at, feature.labelled(label.label(), label.weight()));
            state.features(label.id(), all);
        }
        return new Settled(label, fate, fate == Fate.UNKNOWN ? null : feature);
    }

    /**
     * Null where the label waits on. That its event came too late comes first: whether the event is there yet when it is
     * known is a chance.
     */
    private @Nullable Fate fate(LateLabel label, @Nullable Feature feature, long[] clocks) {
        if (feature == null) {
            return rules.waited(label.time(), clocks[EVENTS]) ? Fate.UNKNOWN : null;
        }
        if (feature.waiting() != null && rules.waited(label.time(), feature.clockBefore())) {
            return Fate.UNKNOWN;
        }
        if (rules.expired(feature.time(), Math.max(clocks[LABELS], label.time()))) {
            return Fate.EXPIRED;
        }
        if (feature.waiting() != null) {
            return Fate.JOINED;
        }
        return label.saysAs(feature.label(), feature.weight()) ? Fate.DUPLICATE : Fate.CONFLICT;
    }

    /** The first event that earlier labels have not outlived; such a one may or may not be forgotten already. */
    private int candidate(List<Feature> known, long labels) {
        for (int i = 0; i < known.size(); i++) {
            if (!rules.expired(known.get(i).time(), labels)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Forgets events that neither a label nor another event of their id can meet any more.
     *
     * @return how many of them never had a label
     */
    public long forget() throws Exception {
        long[] clocks = state.clocks();
        long both = Math.min(clocks[EVENTS], clocks[LABELS]);
        long at = clocks[OLDEST];
        long unlabelled = 0;
        while (at < clocks[NEXT]) {
            String id = state.id(at);
            List<Feature> all = state.features(id);
            if (!rules.expired(all.get(0).time(), both)) {
                break;
            }
            unlabelled += all.get(0).waiting() == null ? 0 : 1;
            state.features(id, List.copyOf(all.subList(1, all.size())));
            state.removeId(at++);
        }
        if (at > clocks[OLDEST]) {
            long[] after = clocks.clone();
            after[OLDEST] = at;
            state.clocks(after);
        }
        return unlabelled;
    }

    /** The newest event that was looked at. */
    public Met events() throws Exception {
        long[] clocks = state.clocks();
        return new Met((int) clocks[EVENTS_AT], clocks[EVENTS_AT + 1]);
    }

    /** The newest label that came. */
    public Met labels() throws Exception {
        long[] clocks = state.clocks();
        return new Met((int) clocks[LABELS_AT], clocks[LABELS_AT + 1]);
    }

    /** The newest label that has its fate: all that came later wait. */
    public Met settled() throws Exception {
        long[] clocks = state.clocks();
        return new Met((int) clocks[LABELS_AT], clocks[SETTLED_AT]);
    }

    /** Forgets all but how far it has met both logs. */
    public Forgotten forgetAll() throws Exception {
        long[] clocks = state.clocks();
        long features = 0;
        for (long at = clocks[OLDEST]; at < clocks[NEXT]; at++) {
            String id = state.id(at);
            for (Feature each : state.features(id)) {
                features += each.waiting() == null ? 0 : 1;
            }
            state.features(id, List.of());
            state.removeId(at);
        }
        for (long at = clocks[HEAD]; at < clocks[TAIL]; at++) {
            state.removeLabel(at);
        }
        long[] after = begin();
        System.arraycopy(clocks, EVENTS_AT, after, EVENTS_AT, CLOCKS - EVENTS_AT);
        state.clocks(after);
        return new Forgotten(features, clocks[TAIL] - clocks[HEAD]);
    }
}
