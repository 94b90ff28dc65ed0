package dev.freshet.jobs.ledger;

import dev.freshet.model.LearnerState;
import dev.freshet.wire.LedgerRow;

/**
 * Counts what became of records, by what a key's own counts were before and after each: what the rows add up to is what the
 * learner states say, whichever way a batch closed.
 */
public final class FateCounter {
    private long predicted;
    private long dead;
    private long duplicates;
    private long late;
    private long trained;
    private long refused;
    private long unlabelled;
    private long open;
    private long batches;

    /** The key's state before an event. */
    public void before(LearnerState state) {
        add(state, -1);
    }

    /** The same state after it. */
    public void after(LearnerState state) {
        add(state, 1);
    }

    public void dead() {
        dead++;
    }

    public void duplicate() {
        duplicates++;
    }

    /** A dead letter for its time. */
    public void late() {
        late++;
    }

    /** Examples whose batch will never close, as their state was mapped to another shape or has expired. */
    public void refusedOpen(long examples) {
        refused += examples;
        open -= examples;
    }

    private void add(LearnerState state, int sign) {
        predicted += sign * state.predicted();
        trained += sign * state.trained();
        refused += sign * state.refused();
        unlabelled += sign * state.unlabelled();
        open += sign * (long) state.open();
        batches += sign * state.step();
    }

    /** What has been counted; counting begins anew. */
    public LedgerRow.Fates take() {
        LedgerRow.Fates fates =
                new LedgerRow.Fates(predicted, dead, duplicates, late, trained, refused, unlabelled, open, batches);
        predicted = dead = duplicates = late = trained = refused = unlabelled = open = batches = 0;
        return fates;
    }
}
