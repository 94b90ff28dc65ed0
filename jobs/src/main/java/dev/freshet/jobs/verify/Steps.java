package dev.freshet.jobs.verify;

import dev.freshet.jobs.learn.StateRules;
import dev.freshet.model.BatchPolicy;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.ModelRef;
import dev.freshet.wire.Prediction;
import dev.freshet.wire.SafeText;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Whether the step of each key's model, as its predictions tell it, rises by exactly its batches, and begins anew exactly
 * where the key was idle for too long. The fingerprint changes
 * whenever a batch closes, the step only where it was learned from. Memory is that of a few numbers per key.
 *
 * <p>Where the ledger shows that every labelled event went into a batch, the places at which batches close follow from the
 * predictions alone and must be these; where some event weighed nothing or was refused, a batch may take more events.
 */
final class Steps {
    private final BatchPolicy batch;
    private final StateRules rules;
    private final int beginnings;
    private final boolean complete;
    private final PlaceRanges gaps;
    private final Findings wrong;
    private final Findings inexact = new Findings();
    private final Map<String, Key> keys = new HashMap<>();
    private Set<String> besides = Set.of();
    private boolean allKnown = true;
    private long rises;
    private long expired;
    private long unlabelled;

    private static final class Key {
        private ModelRef model;
        /** Labelled predictions since the fingerprint last changed. */
        private int waiting;

        private long firstTime;
        private long lastTime;
        private Partition partition;
        private long offset;

        /** Whether {@link #waiting} counts from where a batch began. */
        private boolean counted;

        private Key(ModelRef model, Partition partition, boolean counted) {
            this.partition = partition;
            this.model = model;
            this.counted = counted;
        }
    }

    /**
     * A check that has seen nothing.
     *
     * @param beginnings how many jobs began with new models
     * @param complete whether a key's first prediction here is its first of all
     * @param gaps predictions that are known to be missing: what they leave open is not held against the model
     */
    Steps(BatchPolicy batch, StateRules rules, int beginnings, boolean complete, PlaceRanges gaps, Findings wrong) {
        this.gaps = gaps;
        this.batch = batch;
        this.rules = rules;
        this.beginnings = beginnings;
        this.complete = complete;
        this.wrong = wrong;
    }

    /**
     * Leaves out keys whose batches close and whose steps fall by more than their events, as by commands and promotions.
     *
     * @param all whether these are all of them; if not, any key may be one
     */
    Steps besides(Set<String> commanded, boolean all) {
        besides = commanded;
        allKnown = all;
        return this;
    }

    /** Takes a key's predictions in their order, each place once for each job that began anew. */
    void add(Prediction p) {
        Partition partition = partition(p);
        Key key = keys.get(p.key());
        if (key == null || isNewModel(key, p)) {
            boolean first = complete && !gaps.between(partition, -1, p.src().offset());
            key = new Key(p.model(), partition, first);
            keys.put(p.key(), key);
        } else if (!allKnown || besides.contains(p.key()) || isAcrossGap(key, p)) {
            key.model = p.model();
            key.waiting = 0;
            key.counted = false;
        } else if (rules.expired(key.lastTime, p.ts())) {
            key = begunAnew(p);
        } else {
            compare(key, p);
        }
        key.lastTime = p.ts();
        key.partition = partition;
        key.offset = p.src().offset();
        if (p.y() == null) {
            unlabelled++;
        } else if (key.waiting++ == 0) {
            key.firstTime = p.ts();
        }
    }

    private Key begunAnew(Prediction p) {
        if (p.model().step() != 0) {
            wrong.add(place(p) + "the key was idle for more than " + rules.idle()
                    + " ms, and its model goes on at step " + p.model().step() + ": it begins anew at step 0");
        }
        expired++;
        Key key = new Key(p.model(), partition(p), true);
        keys.put(p.key(), key);
        return key;
    }

    private boolean isAcrossGap(Key key, Prediction p) {
        return key.partition.equals(partition(p))
                && gaps.between(key.partition, key.offset, p.src().offset());
    }

    /** A job that began anew begins each model at step 0, perhaps with events that another has seen. */
    private boolean isNewModel(Key key, Prediction p) {
        boolean back = key.partition.equals(partition(p)) && p.src().offset() <= key.offset;
        return beginnings > 1 && p.model().step() == 0 && (key.model.step() > 0 || back);
    }

    private void compare(Key key, Prediction p) {
        ModelRef before = key.model;
        ModelRef now = p.model();
        long rise = now.step() - before.step();
        boolean closed = now.fingerprint() != before.fingerprint();
        if (rise < 0 || rise > (closed ? 1 : 0)) {
            wrong.add(place(p) + "step " + now.step() + " follows step " + before.step()
                    + (closed ? "" : " under the same fingerprint") + ": a batch raises it by one");
        }
        if (closed && key.counted && key.waiting < (batch.maxAgeMillis() == 0 ? batch.size() : 1)) {
            wrong.add(place(p) + "a batch closed after " + key.waiting + " labelled events: it takes " + batch.size());
        }
        boolean due = key.waiting >= batch.size() || isOld(key, p);
        if (key.counted && closed != due) {
            inexact.add(place(p) + (closed ? "a batch closed" : "no batch closed") + " after " + key.waiting
                    + " labelled events, of batches of " + batch.size());
        }
        if (closed) {
            rises += Math.max(0, rise);
            key.waiting = 0;
            key.counted = true;
        }
        key.model = now;
    }

    private boolean isOld(Key key, Prediction p) {
        long last = key.firstTime + batch.maxAgeMillis();
        return batch.maxAgeMillis() > 0 && key.waiting > 0 && last >= key.firstTime && p.ts() > last;
    }

    private static Partition partition(Prediction p) {
        return new Partition(p.src().topic(), p.src().partition());
    }

    private static String place(Prediction p) {
        return "key " + SafeText.of(p.key(), 60) + " at partition " + p.src().partition() + ", offset "
                + p.src().offset() + ": ";
    }

    /**
     * Ends the check.
     *
     * @param counted what the ledger's rows say of the same predictions
     */
    void end(LedgerRow.Fates counted) {
        if (counted.refused() == 0 && counted.unlabelled() == unlabelled) {
            inexact.lines().forEach(wrong::add);
        }
        long unseen = counted.batches() - rises;
        boolean all = gaps.records() == 0 && besides.isEmpty() && allKnown;
        if (complete && beginnings == 1 && all && (unseen < 0 || unseen > keys.size() + expired)) {
            wrong.add("the models rose by " + rises + " steps in all, the rows count " + counted.batches()
                    + " batches: at most the last batch of each of the " + (keys.size() + expired)
                    + " models shows in no prediction");
        }
    }

    /** The model behind each key's last prediction. */
    Map<String, ModelRef> last() {
        Map<String, ModelRef> last = new HashMap<>();
        keys.forEach((key, state) -> last.put(key, state.model));
        return last;
    }

    int keys() {
        return keys.size();
    }

    /** Steps by which the models rose between their first and last predictions. */
    long rises() {
        return rises;
    }
}
