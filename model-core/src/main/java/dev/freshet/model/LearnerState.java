package dev.freshet.model;

import dev.freshet.model.encode.CategoryHash;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one model key has learned and everything it waits for; changed by {@link Learner} alone, bytes by
 * {@link SnapshotCodec}. Not thread-safe.
 */
public final class LearnerState {
    final String key;
    /** Seeds what is drawn for this key. */
    final long keyHash;

    Weights weights;
    /** Learns beside {@link #weights} from a warning on, see {@link DriftResponse.SwapBackground}; null for none. */
    @Nullable
    Weights background;

    final double[] encoderStats;
    /** Rows of the {@link dev.freshet.model.eval.Evaluation}; a row is replaced when it grows. */
    final double[][] evaluation;
    /** State of the drift detector, of length 0 if there is none; replaced when it grows. */
    double[] drift;
    /** State of the detector of warnings, likewise. */
    double[] warning;
    /** A row per watched input, see {@link FeatureWatch}. */
    final double[][] featureDrift;
    /** See {@link Control}. */
    final double[] control;

    final Batch pending;

    long step;
    long fingerprint;
    long predicted;
    long trained;
    long refused;
    long unlabelled;
    long lastTime;
    /** Fingerprint of the {@link Prior} at which the key began, 0 for none. */
    long prior;

    LearnerState(
            String key,
            Weights weights,
            double[] encoderStats,
            double[][] evaluation,
            double[] drift,
            double[] warning,
            double[][] featureDrift,
            double[] control,
            Batch pending) {
        this.key = key;
        keyHash = CategoryHash.of(key);
        this.weights = weights;
        this.encoderStats = encoderStats;
        this.evaluation = evaluation;
        this.drift = drift;
        this.warning = warning;
        this.featureDrift = featureDrift;
        this.control = control;
        this.pending = pending;
    }

    /** A deep copy: no array is shared. */
    public LearnerState copy() {
        LearnerState copy = new LearnerState(
                key,
                weights.copy(),
                encoderStats.clone(),
                copyOf(evaluation),
                drift.clone(),
                warning.clone(),
                copyOf(featureDrift),
                control.clone(),
                pending.copy());
        copy.background = background == null ? null : background.copy();
        copy.step = step;
        copy.fingerprint = fingerprint;
        copy.predicted = predicted;
        copy.trained = trained;
        copy.refused = refused;
        copy.unlabelled = unlabelled;
        copy.lastTime = lastTime;
        copy.prior = prior;
        return copy;
    }

    private static double[][] copyOf(double[][] rows) {
        double[][] copy = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            copy[i] = rows[i].clone();
        }
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

    /** Fingerprint of the {@link Prior} at which the key began, 0 for none. */
    public long prior() {
        return prior;
    }

    /** A copy of the parameters, layer by layer: W (in, units) row-major, then b (units). */
    public float[] parameters() {
        return weights.parameters();
    }
}
