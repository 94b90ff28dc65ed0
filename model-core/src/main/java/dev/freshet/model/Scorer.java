package dev.freshet.model;

/**
 * A model to be asked and not taught: the weights and encoder statistics of one snapshot. Immutable, so any number of
 * threads may use it at once, each with a {@link Scoring} of its own.
 *
 * <p>Its predictions have the bits of {@link Learner#score} on the state that was written. Statistics are those of the
 * snapshot: the event that is scored does not enter them, so that equal events get equal answers. {@link Learner#observe}
 * does take it in first, as it will learn from it; where no encoder keeps statistics the two agree to the bit.
 */
public final class Scorer {
    private final LearnerSpec spec;
    private final ExampleCheck check;
    private final Weights weights;
    private final double[] statistics;
    private final String key;
    private final long step;
    private final long fingerprint;

    private Scorer(Learner learner, LearnerState state) {
        spec = learner.spec();
        check = learner.check();
        weights = state.weights.toPredict();
        statistics = state.encoderStats;
        key = state.key();
        step = state.step();
        fingerprint = state.fingerprint();
    }

    /**
     * Loads a snapshot; {@code spec}'s rates, seed and batch size may be others than its.
     *
     * @throws IllegalArgumentException as the other {@code load}
     */
    public static Scorer load(LearnerSpec spec, byte[] snapshot) {
        return load(new Learner(spec), snapshot);
    }

    /**
     * Loads a snapshot by a learner that is at hand, which serves any number of keys; best one without a prior.
     *
     * @throws NotFiniteException if it is whole and holds, or leads to, numbers that are not finite
     * @throws IllegalArgumentException if it is damaged, of a newer version, or of another shape
     */
    public static Scorer load(Learner learner, byte[] snapshot) {
        LearnerState state = new SnapshotCodec(learner).decode(snapshot);
        if (!state.weights.holdsParameters()) {
            SnapshotBytes.requireFinite(state.parameters(), "weights");
        }
        return new Scorer(learner.of(state), state);
    }

    /** Of a state as it is now. */
    public static Scorer of(Learner learner, LearnerState state) {
        return new Scorer(learner.of(state), state.copy());
    }

    /**
     * Predicts {@code example}, whose label is not looked at.
     *
     * @return {@code scoring}, which holds the prediction
     * @throws IllegalArgumentException if the example does not fit the spec, or {@code scoring} is of another one
     */
    public Scoring score(Example example, Scoring scoring) {
        scoring.requireOf(spec);
        check.require(example);
        scoring.predict(weights, statistics, example);
        return scoring;
    }

    /**
     * Says which inputs made the score of a class, as the statistics of the snapshot encode {@code example}.
     *
     * @param target index of the class, as {@link Scoring#predictedClass}; 0 for a regression
     * @throws IllegalArgumentException if the example does not fit the spec or overflows float32, there is no such target, or
     *     {@code explainer} is of another spec
     */
    public Explanation explain(Example example, int target, Explainer explainer) {
        explainer.requireOf(spec);
        check.require(example);
        return explainer.explain(weights, statistics, example, target);
    }

    /** A copy of the parameters, layer by layer: W (in, units) row-major, then b (units). */
    public float[] parameters() {
        return weights.parameters();
    }

    /** A copy of the encoders' statistics, in the order of the encoders. */
    public double[] statistics() {
        return statistics.clone();
    }

    public LearnerSpec spec() {
        return spec;
    }

    public String key() {
        return key;
    }

    /** Batches that the model had learned from. */
    public long step() {
        return step;
    }

    /** Names the log that the model had learned. */
    public long fingerprint() {
        return fingerprint;
    }
}
