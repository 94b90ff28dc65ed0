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
    private long waiting;
    private long joined;
    private long deadLabels;
    private long duplicateLabels;
    private long waitingLabels;
    private long erasedLabels;
    private long commands;

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

    /** Handed in, and acknowledged. */
    public void command() {
        commands++;
    }

    /** The counts of a key at its end, which begins at 0 again behind it. */
    public void erased(LearnerState end) {
        add(end, 1);
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

    /** Features that were answered and wait for their label. */
    public void featuresWait() {
        predicted++;
        waiting++;
    }

    /** Features whose label can come no more. */
    public void featuresUnlabelled(long many) {
        unlabelled += many;
        waiting -= many;
    }

    /** A label to be settled. */
    public void labelWaits() {
        waitingLabels++;
    }

    /** A label whose features were answered before; their key's own counts, which follow, say so once more. */
    public void labelJoined() {
        waitingLabels--;
        joined++;
        waiting--;
        predicted--;
    }

    public void labelDuplicate() {
        waitingLabels--;
        duplicateLabels++;
    }

    /** A label that waited, and becomes a dead letter. */
    public void labelOrphaned() {
        waitingLabels--;
        deadLabels++;
    }

    /** Labels that waited as their key was erased. */
    public void labelsErased(long many) {
        waitingLabels -= many;
        erasedLabels += many;
    }

    /** A record of the labels that is none. */
    public void labelRejected() {
        deadLabels++;
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
        LedgerRow.Labels labels =
                new LedgerRow.Labels(joined, deadLabels, duplicateLabels, waitingLabels, erasedLabels);
        LedgerRow.Fates fates = new LedgerRow.Fates(
                predicted,
                dead,
                duplicates,
                late,
                trained,
                refused,
                unlabelled,
                open,
                batches,
                waiting,
                labels,
                commands);
        predicted = dead = duplicates = late = trained = refused = unlabelled = open = batches = commands = 0;
        waiting = joined = deadLabels = duplicateLabels = waitingLabels = erasedLabels = 0;
        return fates;
    }
}
