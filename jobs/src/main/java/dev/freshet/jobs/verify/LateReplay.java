package dev.freshet.jobs.verify;

import dev.freshet.jobs.learn.Feature;
import dev.freshet.jobs.learn.HeapJoinState;
import dev.freshet.jobs.learn.LabelJoin;
import dev.freshet.jobs.learn.LabelRules;
import dev.freshet.jobs.rebuild.CommandLog;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonEventDecoder;
import dev.freshet.wire.JsonLabelDecoder;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must have become of features and of the labels that came later: all features first, then all labels, which has the
 * same end as any way in which the two logs may have met. Holds every features' id and every waiting record.
 */
final class LateReplay {
    private final LabelRules rules;
    private final CommandLog commands;
    private final JsonEventDecoder features;
    private final JsonLabelDecoder labels;
    private final Map<String, Key> keys = new HashMap<>();
    private long predicted;
    private long deadFeatures;
    private long duplicates;
    private long joined;
    private long deadLabels;
    private long duplicateLabels;
    private long waiting;
    private long erased;

    private static final class Key {
        private final HeapJoinState state = new HeapJoinState();
        private final LabelJoin join;

        private Key(LabelRules rules) {
            join = new LabelJoin(rules, state);
        }
    }

    /** What a record of an input has on the output topics. */
    enum Due {
        PREDICTION,
        DEAD_LETTER,
        NOTHING
    }

    /** Told where the fate of a label is known. */
    interface Settled {
        /** @param joined the features that it was joined to; null for none */
        void of(LateLabel label, Due due, Feature.@Nullable Waiting joined);
    }

    /** @param commands the erasures among which cut the logs of their key */
    LateReplay(LabelRules rules, JsonEventDecoder features, JsonLabelDecoder labels, CommandLog commands) {
        this.rules = rules;
        this.commands = commands;
        this.features = features;
        this.labels = labels;
    }

    /** Takes a record of the features, and how it was answered; those of a partition come in their order, and all of them before the first label. */
    Due features(RawRecord record, float[] served) {
        if (!(features.decode(record) instanceof Event event)) {
            deadFeatures++;
            return Due.DEAD_LETTER;
        }
        Event unlabelled = event.withoutLabel();
        Key life = life(event.key(), record);
        return sure(() -> switch (life.join.judge(unlabelled)) {
            case NEW -> {
                predicted++;
                life.join.add(unlabelled, served);
                yield Due.PREDICTION;
            }
            case DUPLICATE -> {
                duplicates++;
                yield Due.NOTHING;
            }
            case CONFLICT -> {
                deadFeatures++;
                yield Due.DEAD_LETTER;
            }
        });
    }

    /**
     * Takes a record of the labels; those of a partition come in their order.
     *
     * @return {@link Due#NOTHING} for a label, of whose fate {@code to} is told
     */
    Due label(RawRecord record, Settled to) {
        Decoded decoded = labels.decode(record);
        if (decoded instanceof LateLabel label) {
            if (waitedForAnErasure(label)) {
                erased++;
                return Due.NOTHING;
            }
            return sure(() -> {
                waiting++;
                LabelJoin join = life(label.key(), record).join;
                join.add(label);
                for (LabelJoin.Settled next = join.next(); next != null; next = join.next()) {
                    Feature feature = next.feature();
                    Feature.Waiting joinedTo =
                            next.fate() == LabelJoin.Fate.JOINED && feature != null ? feature.waiting() : null;
                    to.of(next.label(), settled(next.fate()), joinedTo);
                }
                return Due.NOTHING;
            });
        }
        deadLabels++;
        return Due.DEAD_LETTER;
    }

    private Due settled(LabelJoin.Fate fate) {
        waiting--;
        switch (fate) {
            case JOINED -> joined++;
            case DUPLICATE -> duplicateLabels++;
            case CONFLICT, UNKNOWN, EXPIRED -> deadLabels++;
        }
        return fate == LabelJoin.Fate.JOINED || fate == LabelJoin.Fate.DUPLICATE ? Due.NOTHING : Due.DEAD_LETTER;
    }

    /** What a key's record meets: nothing from before the last erasure that had met less. */
    private Key life(String key, RawRecord record) {
        List<CommandAck> erasures = commands.erasures(key);
        int life = 0;
        while (life < erasures.size() && !isIn(erasures.get(life).erased(), record)) {
            life++;
        }
        return keys.computeIfAbsent(life + " " + key, any -> new Key(rules));
    }

    private static boolean isIn(List<Source> met, RawRecord record) {
        return met.stream()
                .anyMatch(place -> place.topic().equals(record.topic()) && record.offset() <= place.offset());
    }

    /** Whether a label had come and not had its fate as its key was erased. */
    private boolean waitedForAnErasure(LateLabel label) {
        for (CommandAck erasure : commands.erasures(label.key())) {
            if (isIn(erasure.erased(), label.raw())) {
                Source settled = erasure.after();
                return settled == null || label.raw().offset() > settled.offset();
            }
        }
        return false;
    }

    private interface Work {
        Due run() throws Exception;
    }

    /** The state on the heap throws nothing. */
    private static Due sure(Work work) {
        try {
            return work.run();
        } catch (Exception e) {
            throw new IllegalStateException("a join on the heap failed", e);
        }
    }

    /** Holds what the ledger's rows say against what came out here. */
    void compare(LedgerRow.Fates counted, Findings wrong) {
        equal("features predicted", counted.predicted(), predicted, wrong);
        equal("features dead", counted.dead(), deadFeatures, wrong);
        equal("features duplicate", counted.duplicates(), duplicates, wrong);
        equal("labels joined", counted.labels().joined(), joined, wrong);
        equal("labels dead", counted.labels().dead(), deadLabels, wrong);
        equal("labels duplicate", counted.labels().duplicates(), duplicateLabels, wrong);
        equal("labels erased", counted.labels().erased(), erased, wrong);
        equal("labels waiting", counted.labels().waiting(), waiting, wrong);
    }

    private static void equal(String what, long rows, long here, Findings wrong) {
        if (rows != here) {
            wrong.add(what + ": the rows count " + rows + ", both topics joined anew " + here);
        }
    }
}
