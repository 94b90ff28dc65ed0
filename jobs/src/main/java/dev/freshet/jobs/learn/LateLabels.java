package dev.freshet.jobs.learn;

import dev.freshet.jobs.ledger.FateCounter;
import dev.freshet.wire.Event;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.MetricsRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import dev.freshet.wire.SafeText;
import dev.freshet.wire.Source;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.jspecify.annotations.Nullable;

/** The {@link LabelJoin} of Flink's current key: keeps count of what becomes of features and labels, and says why they fail. */
final class LateLabels {
    private final LabelRules rules;
    private final KeyedJoinState state;
    private final LabelJoin join;
    private final FateCounter fates;

    private final Counter unlabelled;
    private final Map<LabelJoin.Fate, Counter> counters = new EnumMap<>(LabelJoin.Fate.class);

    /** @param metrics of the subtask; it counts there what it sees, from its start on */
    LateLabels(LabelRules rules, KeyedStateStore states, FateCounter fates, MetricGroup metrics) {
        unlabelled = metrics.addGroup("features").counter("unlabelled");
        for (LabelJoin.Fate fate : LabelJoin.Fate.values()) {
            counters.put(fate, metrics.addGroup("labels").counter(fate.name().toLowerCase(Locale.ROOT)));
        }
        this.rules = rules;
        this.fates = fates;
        state = new KeyedJoinState(states);
        join = new LabelJoin(rules, state);
    }

    LabelJoin.Arrival judge(Event event) throws Exception {
        return join.judge(event);
    }

    /** @param served what was answered; copied */
    void add(Event event, float[] served) throws Exception {
        join.add(event, served.clone());
        fates.featuresWait();
    }

    void add(LateLabel label) throws Exception {
        join.add(label);
        fates.labelWaits();
    }

    /** The next label whose fate is known, which is counted; null if there is none. */
    LabelJoin.@Nullable Settled next() throws Exception {
        LabelJoin.Settled next = join.next();
        if (next == null) {
            return null;
        }
        Objects.requireNonNull(counters.get(next.fate())).inc();
        switch (next.fate()) {
            case JOINED -> {
                fates.labelJoined();
                long delay = next.label().time()
                        - Objects.requireNonNull(next.feature()).time();
                state.delays(DelayHistogram.with(state.delays(), delay));
            }
            case DUPLICATE -> fates.labelDuplicate();
            case CONFLICT, UNKNOWN, EXPIRED -> fates.labelOrphaned();
        }
        return next;
    }

    /** Lets go what no label can meet any more. */
    void forget() throws Exception {
        long gone = join.forget();
        fates.featuresUnlabelled(gone);
        unlabelled.inc(gone);
    }

    /**
     * Ends a job whose models were carried over to another shape while features wait that were answered by the old one.
     *
     * @param backend of the restored states
     */
    void requireNoFeaturesWait(KeyedStateBackend<String> backend) throws Exception {
        if (state.featuresWait(backend)) {
            throw new SuppressRestartsException(new IllegalArgumentException(
                    "models of another shape cannot be mapped while features that the old ones answered wait for their"
                            + " label: set the shape back, or begin without the savepoint"));
        }
    }

    /** How far the key has met the features and the labels, which an erasure forgets. */
    List<Source> met(OutputTopics topics) throws Exception {
        List<Source> met = new ArrayList<>();
        add(topics.events(), join.events(), met);
        add(topics.learned(), join.labels(), met);
        return met;
    }

    private static void add(String topic, LabelJoin.Met place, List<Source> to) {
        if (place.offset() >= 0) {
            to.add(new Source(topic, place.partition(), place.offset()));
        }
    }

    /** The newest label that has its fate; null for none. */
    @Nullable
    Source settled(OutputTopics topics) throws Exception {
        LabelJoin.Met place = join.settled();
        return place.offset() < 0 ? null : new Source(topics.learned(), place.partition(), place.offset());
    }

    /** Forgets everything, which is counted. */
    void erase() throws Exception {
        LabelJoin.Forgotten forgotten = join.forgetAll();
        fates.featuresUnlabelled(forgotten.features());
        fates.labelsErased(forgotten.labels());
        state.delays(DelayHistogram.NONE);
    }

    MetricsRecord.Delays delays() throws Exception {
        return DelayHistogram.of(state.delays());
    }

    /** Why features of an id that is taken are refused. */
    static Rejection conflict(Event event) {
        return new Rejection(
                RejectionCode.ID_CONFLICT,
                null,
                SafeText.of("an id must stand for one event of its key: got \"" + event.id()
                        + "\" again with other content; the first one stands"),
                Objects.requireNonNull(event.raw(), "features that may be refused bring their record"));
    }

    /** Why a label that is neither learned from nor a duplicate is refused. */
    Rejection rejection(LabelJoin.Settled settled) {
        LateLabel label = settled.label();
        String id = "\"" + label.id() + "\"";
        return switch (settled.fate()) {
            case CONFLICT ->
                rejection(
                        RejectionCode.LABEL_CONFLICT,
                        "the features of an id have one label: got another for " + id + "; the first one stands",
                        label);
            case EXPIRED ->
                rejection(
                        RejectionCode.LABEL_ORPHAN,
                        "a label must come before its key's labels are " + rules.ttlMillis()
                                + " ms (labels.ttl) behind its features: got one for " + id + ", whose features are of "
                                + Objects.requireNonNull(settled.feature()).time(),
                        label);
            default ->
                rejection(
                        RejectionCode.LABEL_ORPHAN,
                        "a label's features must have come before others of its key are " + rules.waitMillis()
                                + " ms (labels.wait) ahead of its time " + label.time() + ": got one for " + id
                                + ", of which there are none",
                        label);
        };
    }

    private static Rejection rejection(RejectionCode code, String detail, LateLabel label) {
        return new Rejection(code, null, SafeText.of(detail), label.raw());
    }
}
