package dev.freshet.model;

import dev.freshet.model.encode.CategoryHash;
import java.util.List;
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

    double[] encoderStats;
    /** Rows of the {@link dev.freshet.model.eval.Evaluation}; a row is replaced when it grows. */
    final double[][] evaluation;
    /** State of the drift detector, of length 0 if there is none; replaced when it grows. */
    double[] drift;
    /** State of the detector of warnings, likewise. */
    double[] warning;
    /** A row per watched input, see {@link FeatureWatch}. */
    final double[][] featureDrift;
    /** See {@link Control}. */
    double[] control;
    /** What commands have made of it. */
    Steering steering = new Steering();

    Batch pending;

    /** The challengers; null where the champion is alone, or they have not begun yet. */
    @Nullable
    Rivals rivals;

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
        copy.steering = steering.copy();
        copy.rivals = rivals == null ? null : rivals.copy();
        return copy;
    }

    /** Takes over what another state of this key has learned, with its detectors; step, counts, metrics and commands stay. */
    void takeModel(LearnerState other) {
        steering.forgotten = trained - other.known();
        copyModel(other);
    }

    private void copyModel(LearnerState other) {
        weights = other.weights;
        background = other.background;
        System.arraycopy(other.encoderStats, 0, encoderStats, 0, encoderStats.length);
        drift = other.drift;
        warning = other.warning;
        System.arraycopy(other.featureDrift, 0, featureDrift, 0, featureDrift.length);
        System.arraycopy(other.control, 0, control, 0, control.length);
        prior = other.prior;
        pending.forwarded = 0;
    }

    /** Takes over all that {@code other} has, which has no open batch and is not used any more. */
    void become(LearnerState other) {
        pending = other.pending;
        rivals = other.rivals;
        copyModel(other);
        steering = other.steering;
        System.arraycopy(other.evaluation, 0, evaluation, 0, evaluation.length);
        step = other.step;
        fingerprint = other.fingerprint;
        predicted = other.predicted;
        trained = other.trained;
        refused = other.refused;
        unlabelled = other.unlabelled;
        lastTime = other.lastTime;
    }

    /**
     * Changes models with {@code other}: weights, encoder statistics, detectors, guard and rate. Step, counts, metrics and
     * commands stay with each, and neither has an open batch.
     */
    void exchangeModels(LearnerState other) {
        long knownHere = known();
        long knownThere = other.known();
        LearnerState here = shallow();
        takeReferences(other);
        other.takeReferences(here);
        steering.forgotten = trained - knownThere;
        other.steering.forgotten = other.trained - knownHere;
        double rate = steering.rate;
        steering.rate = other.steering.rate;
        other.steering.rate = rate;
    }

    private LearnerState shallow() {
        LearnerState same = new LearnerState(
                key, weights, encoderStats, evaluation, drift, warning, featureDrift, control, pending);
        same.background = background;
        same.prior = prior;
        return same;
    }

    private void takeReferences(LearnerState other) {
        weights = other.weights;
        background = other.background;
        encoderStats = other.encoderStats;
        drift = other.drift;
        warning = other.warning;
        control = other.control;
        prior = other.prior;
        pending = other.pending;
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

    /**
     * Examples of batches that the guard refused or a command dropped, those whose own prediction was not finite, and labels
     * that the loss cannot take.
     */
    public long refused() {
        return refused;
    }

    /** Examples with nothing to learn from: no label, weight 0, or the key was frozen. */
    public long unlabelled() {
        return unlabelled;
    }

    /** Examples that wait for their batch to close. */
    public int open() {
        return pending.size;
    }

    /** Examples that have been learned from, or have another fate, or wait for their batch: what a replay counts by. */
    public long seen() {
        return trained + refused + unlabelled + pending.size;
    }

    /** Examples that the present weights have learned from. */
    long known() {
        return trained - steering.forgotten;
    }

    /** Whether a command has stopped its learning. */
    public boolean frozen() {
        return steering.frozen;
    }

    /** The factor on the rate that a command has set; 1 unless one did. */
    public double rate() {
        return steering.rate;
    }

    /** Commands that wait for their step, in the order in which they came; read only. */
    public List<PlannedAction> waiting() {
        return steering.waiting;
    }

    /** The name of the contender whose model this is, see {@link Selection}; {@link Selection#CHAMPION} unless promoted. */
    public String contender() {
        return rivals == null ? Selection.CHAMPION : rivals.champion;
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
