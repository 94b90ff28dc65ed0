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
    public static final int CLOCKS = 6;

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

    /** The clocks of a key that has seen nothing. */
    static long[] begin() {
        return new long[] {Long.MIN_VALUE, Long.MIN_VALUE, 0, 0, 0, 0};
    }

    /** What the next event is; a new one has to be given to {@link #add}. */
    public Arrival judge(Event event) throws Exception {
        long clock = state.clocks()[EVENTS];
        for (Feature known : state.features(event.id())) {
            if (!rules.expired(known.time(), clock)) {
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
        state.clocks(clocks);
    }

    /** Lets a label wait for its turn. */
    public void add(LateLabel label) throws Exception {
        long[] clocks = state.clocks().clone();
        state.addLabel(clocks[TAIL]++, label);
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
}
