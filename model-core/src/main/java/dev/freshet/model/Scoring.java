package dev.freshet.model;

import dev.freshet.model.encode.FeatureEncoder;

/**
 * Where one thread predicts: scratch arrays for any number of {@link Scorer}s of one spec, one after the other, and what
 * the latest of them said. Holds no model; not thread-safe. Once it has grown, a prediction allocates nothing.
 */
public final class Scoring {
    private final Network network;
    private final FeatureEncoder features;
    private final Readout readout;
    private final Batch row;
    private final float[] prediction;
    private LearnerSpec spec;
    private boolean finite;

    /** Of models of {@code spec}. */
    public Scoring(LearnerSpec spec) {
        this(spec, Network.of(spec), spec.features().encoder());
    }

    /** On the scratch arrays of a learner, which has the same thread. */
    Scoring(LearnerSpec spec, Network network, FeatureEncoder features) {
        this.spec = spec;
        this.network = network;
        this.features = features;
        readout = new Readout(spec);
        row = new Batch(network);
        prediction = new float[spec.task().predictionWidth()];
    }

    /**
     * Probability of each class in the task's order, or the one predicted value; uniform, or 0, where it is not
     * {@link #finite}. Overwritten by the next prediction; read only.
     */
    public float[] prediction() {
        return prediction;
    }

    /** Index of the first largest entry of {@link #prediction}: the predicted class. */
    public int predictedClass() {
        return Outcome.first(prediction);
    }

    /** False if the encoded input or any activation overflowed float32. */
    public boolean finite() {
        return finite;
    }

    /** @throws IllegalArgumentException if this is not of {@code other} */
    void requireOf(LearnerSpec other) {
        if (!spec.equals(other)) {
            throw new IllegalArgumentException("scoring must be of the scorer's own spec: got one with "
                    + spec.network() + ", the scorer has " + other.network());
        }
        spec = other; // the next look at the same object costs nothing
    }

    /**
     * Predicts {@code example}, which fits the spec, by weights and statistics that it does not change.
     *
     * @param to filled with the prediction
     * @return whether all numbers on the way were finite
     */
    boolean predict(Weights weights, double[] statistics, Example example, float[] to) {
        row.clear();
        network.encode(features, example, statistics, false, row);
        network.forward(weights, row, row.activation, 0, 1);
        boolean sound = row.isFinite(0);
        if (sound) {
            int last = network.layers();
            readout.read(row.activation[last], 0, network.width(last), to, 0);
        } else {
            readout.neutral(to, 0);
        }
        return sound;
    }

    void predict(Weights weights, double[] statistics, Example example) {
        finite = predict(weights, statistics, example, prediction);
    }
}
