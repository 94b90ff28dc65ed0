package dev.freshet.model;

import dev.freshet.model.drift.DriftLevel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one {@link Learner#observe} came to. Owned and reused by the learner: read it before the next call, keep no
 * reference.
 */
public final class Outcome {
    final float[] prediction;
    long step;
    long fingerprint;
    long spec;
    boolean finite;
    boolean labelled;
    double loss;
    /** Of what the model said as it took the example in, whatever was served. */
    double ownLoss;

    int batchesTrained;
    int batchesRefused;
    int blamedPartition;
    long blamedOffset;
    Guard.@Nullable Refusal refusal;

    @Nullable
    DriftResponse response;

    boolean metricsDue;
    DriftLevel drift = DriftLevel.NONE;
    DriftLevel driftBefore = DriftLevel.NONE;

    /** Inputs whose level has changed, the first {@link #featureCount} of it. */
    final int[] features;

    int featureCount;
    /** Replaced when it grows. */
    List<TakenAction> taken = List.of();
    /** Replaced when it grows. */
    List<Promotion> promotions = List.of();

    Outcome(int predictionWidth, int watchedFeatures) {
        features = new int[watchedFeatures];
        prediction = new float[predictionWidth];
    }

    void clear() {
        step = 0;
        fingerprint = 0;
        spec = 0;
        finite = true;
        labelled = false;
        loss = Double.NaN;
        ownLoss = Double.NaN;
        batchesTrained = 0;
        batchesRefused = 0;
        blamedPartition = 0;
        blamedOffset = 0;
        refusal = null;
        response = null;
        featureCount = 0;
        metricsDue = false;
        drift = DriftLevel.NONE;
        driftBefore = DriftLevel.NONE;
        taken = List.of();
        promotions = List.of();
    }

    void take(TakenAction action) {
        List<TakenAction> more = new ArrayList<>(taken);
        more.add(action);
        taken = List.copyOf(more);
    }

    void promote(Promotion promotion) {
        List<Promotion> more = new ArrayList<>(promotions);
        more.add(promotion);
        promotions = List.copyOf(more);
    }

    /** The newest action was a promotion, which has now changed the model. */
    void promotedBy(long newFingerprint) {
        List<TakenAction> all = new ArrayList<>(taken);
        TakenAction last = all.remove(all.size() - 1);
        all.add(last.leadingTo(newFingerprint));
        taken = List.copyOf(all);
    }

    /** Challengers that have taken the champion's place, in their order. */
    public List<Promotion> promotions() {
        return promotions;
    }

    /** Actions of commands that the key has taken, or could not take any more, in their order. */
    public List<TakenAction> taken() {
        return taken;
    }

    /** Probability of each class in the task's order, or the one predicted value; made before the label was looked at. Read only. */
    public float[] prediction() {
        return prediction;
    }

    /** Index of the first largest entry of {@link #prediction}: the predicted class. */
    public int predictedClass() {
        return first(prediction);
    }

    /** Index of the first largest entry. */
    static int first(float[] prediction) {
        int best = 0;
        for (int j = 1; j < prediction.length; j++) {
            if (prediction[j] > prediction[best]) {
                best = j;
            }
        }
        return best;
    }

    /** Step of the model that predicted. */
    public long step() {
        return step;
    }

    /** Fingerprint of the model that predicted. */
    public long fingerprint() {
        return fingerprint;
    }

    /** {@link Learner#specHash} of the model that predicted. */
    public long spec() {
        return spec;
    }

    /**
     * False if the encoded input or any activation overflowed float32: the prediction is then the uniform one (or 0), and
     * the example is refused.
     */
    public boolean finite() {
        return finite;
    }

    public boolean labelled() {
        return labelled;
    }

    /** Log loss (nats) or squared error of the prediction; NaN without a label. */
    public double loss() {
        return loss;
    }

    /** Batches closed by this event that changed the parameters: 0, 1, or 2 if one closed by age before. */
    public int batchesTrained() {
        return batchesTrained;
    }

    /** Batches closed by this event that the guard refused; the last good parameters stand. */
    public int batchesRefused() {
        return batchesRefused;
    }

    /** Partition of the example to blame for the last refusal. */
    public int blamedPartition() {
        return blamedPartition;
    }

    /** Offset of the example to blame for the last refusal. */
    public long blamedOffset() {
        return blamedOffset;
    }

    /** Why the last refused batch was refused; null if none was. */
    public Guard.@Nullable Refusal refusal() {
        return refusal;
    }

    /** The response to drift that acted as a batch closed; null if none did. */
    public @Nullable DriftResponse response() {
        return response;
    }

    /** Whether a window of labelled events has just filled. */
    public boolean metricsDue() {
        return metricsDue;
    }

    /** Level of the drift detector after this event; one without a label leaves it as it was. */
    public DriftLevel drift() {
        return drift;
    }

    /** Whether the level is another than before this event. */
    public boolean driftChanged() {
        return drift != driftBefore;
    }

    /** Inputs whose level of drift is another than before this event. */
    public int featuresChanged() {
        return featureCount;
    }

    /**
     * One of them, for {@link Learner#featureDrift}.
     *
     * @param index in [0, {@link #featuresChanged})
     */
    public int featureChanged(int index) {
        if (index < 0 || index >= featureCount) {
            throw new IllegalArgumentException("index must lie in [0, " + featureCount + ")" + ": got " + index);
        }
        return features[index];
    }
}
