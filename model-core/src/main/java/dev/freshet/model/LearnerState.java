package dev.freshet.model;

/**
 * Everything that one model key has learned and everything it waits for; changed by {@link Learner} alone, bytes by
 * {@link SnapshotCodec}. Not thread-safe.
 */
public final class LearnerState {
    final String key;
    float[] params;
    /** One array of the optimizer per slot, each as long as the parameters; a step swaps arrays in, see {@link Trainer}. */
    final float[][] slots;

    final double[] encoderStats;
    /** Rows of the {@link dev.freshet.model.eval.Evaluation}; a row is replaced when it grows. */
    final double[][] evaluation;
    /** State of the drift detector, of length 0 if there is none; replaced when it grows. */
    double[] drift;

    final Batch pending;

    long step;
    long fingerprint;
    long predicted;
    long trained;
    long refused;
    long unlabelled;
    long lastTime;

    LearnerState(
            String key,
            float[] params,
            float[][] slots,
            double[] encoderStats,
            double[][] evaluation,
            double[] drift,
            Batch pending) {
        this.key = key;
        this.params = params;
        this.slots = slots;
        this.encoderStats = encoderStats;
        this.evaluation = evaluation;
        this.drift = drift;
        this.pending = pending;
    }

    /** A deep copy: no array is shared. */
    public LearnerState copy() {
        double[][] rows = new double[evaluation.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = evaluation[i].clone();
        }
        float[][] slotArrays = new float[slots.length][];
        for (int k = 0; k < slotArrays.length; k++) {
            slotArrays[k] = slots[k].clone();
        }
        LearnerState copy = new LearnerState(
                key, params.clone(), slotArrays, encoderStats.clone(), rows, drift.clone(), pending.copy());
        copy.step = step;
        copy.fingerprint = fingerprint;
        copy.predicted = predicted;
        copy.trained = trained;
        copy.refused = refused;
        copy.unlabelled = unlabelled;
        copy.lastTime = lastTime;
        return copy;
    }

    public String key() {
        return key;
    }

    /** Batches that have changed the parameters. */
    public long step() {
        return step;
    }

    /** Chain over spec, key, and each closed batch's places and outcome. */
    public long fingerprint() {
        return fingerprint;
    }

    /** Examples scored so far: {@link #trained} + {@link #refused} + {@link #unlabelled} + {@link #open}. */
    public long predicted() {
        return predicted;
    }

    /** Examples of batches that changed the parameters. */
    public long trained() {
        return trained;
    }

    /** Examples of batches that the guard refused, those whose own prediction was not finite, and labels that the loss cannot take. */
    public long refused() {
        return refused;
    }

    /** Examples with nothing to learn from: no label, or weight 0. */
    public long unlabelled() {
        return unlabelled;
    }

    /** Examples that wait for their batch to close. */
    public int open() {
        return pending.size;
    }

    /** Time of the latest example, in epoch milliseconds UTC; 0 before the first. */
    public long lastTime() {
        return lastTime;
    }

    /** A copy of the parameters, layer by layer: W (in, units) row-major, then b (units). */
    public float[] parameters() {
        return params.clone();
    }
}
