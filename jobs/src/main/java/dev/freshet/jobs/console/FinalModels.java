package dev.freshet.jobs.console;

import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The learner states that a bounded run published, one per key. Sums go through the keys in the order of their names, so
 * that they are the same to the last digit however the run was cut into subtasks.
 */
public final class FinalModels {
    private final SortedMap<String, byte[]> snapshots = new TreeMap<>();
    private final Learner learner;
    private final SnapshotCodec codec;

    public FinalModels(Learner learner) {
        this.learner = learner;
        codec = new SnapshotCodec(learner);
    }

    /** Takes a record of the models topic; a later one of the same key replaces it. */
    public void add(byte[] key, byte[] snapshot) {
        snapshots.put(new String(key, StandardCharsets.UTF_8), snapshot);
    }

    public int keys() {
        return snapshots.size();
    }

    /** SHA-256 over the snapshots' bytes, key after key. */
    public String sha256() {
        return Sha256.hex(snapshots.values());
    }

    /**
     * SHA-256 over each key's fingerprint and weights: a function of what was learned in which order, as snapshots are not
     * where labels come later, whose metrics judge what was served meanwhile.
     */
    public String sha256OfWeights() {
        List<byte[]> parts = new ArrayList<>();
        for (byte[] snapshot : snapshots.values()) {
            LearnerState state = codec.decode(snapshot);
            float[] weights = state.parameters();
            ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + Float.BYTES * weights.length)
                    .putLong(state.fingerprint());
            for (float weight : weights) {
                bytes.putFloat(weight);
            }
            parts.add(bytes.array());
        }
        return Sha256.hex(parts);
    }

    /** Counts and metric sums over all keys. */
    public Totals totals() {
        Totals totals = new Totals(learner.evaluation());
        for (Map.Entry<String, byte[]> entry : snapshots.entrySet()) {
            LearnerState state = codec.decode(entry.getValue());
            totals.add(state, learner.metrics(state));
        }
        return totals;
    }
}
