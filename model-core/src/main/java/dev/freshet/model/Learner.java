package dev.freshet.model;

import dev.freshet.model.drift.DriftDetector;
import dev.freshet.model.drift.DriftLevel;
import dev.freshet.model.encode.CategoryHash;
import dev.freshet.model.encode.FeatureEncoder;
import dev.freshet.model.eval.Evaluation;
import org.jspecify.annotations.Nullable;
import org.ojalgo.matrix.store.R032Store;

/**
 * Runs one {@link LearnerSpec}: predict, then learn. It holds scratch arrays and no model, so one learner serves any
 * number of keys, one after the other; not thread-safe. No clock, no I/O, no framework.
 *
 * <p>A key's state after a list of examples is a function of the spec and that list alone: bit for bit, on any machine,
 * whatever else the learner did between, and however often the state went through {@link SnapshotCodec}.
 */
public final class Learner {
    /** Of a state and of an open batch, so that no index overflows and a snapshot fits one byte array. */
    private static final long MAX_FLOATS = 1 << 28;

    private final LearnerSpec spec;
    private final long specHash;
    private final ExampleCheck check;
    private final FeatureEncoder features;
    private final Network network;
    private final Readout readout;
    private final Trainer trainer;
    private final Evaluation evaluation;
    private final @Nullable DriftDetector detector;
    private final Outcome outcome;

    public Learner(LearnerSpec spec) {
        this.spec = spec;
        specHash = CategoryHash.of(SpecText.of(spec));
        check = new ExampleCheck(spec);
        features = spec.features().encoder();
        network = new Network(spec.network(), features.width());
        requireFits("state", network.parameterCount() * (1L + spec.optimizer().slots()));
        requireFits("open batch", spec.batch().size() * (long) network.widest());
        readout = new Readout(spec);
        trainer = new Trainer(network, spec.loss(), spec.optimizer());
        evaluation = evaluationOf(spec);
        detector = spec.drift().detector();
        outcome = new Outcome(spec.task().predictionWidth());
    }

    private static void requireFits(String what, long floats) {
        if (floats > MAX_FLOATS) {
            throw new IllegalArgumentException(
                    "learner must hold at most " + MAX_FLOATS + " floats in its " + what + ": got " + floats);
        }
    }

    public LearnerSpec spec() {
        return spec;
    }

    /** 64-bit hash of the spec: equal specs, equal hashes, on any version of Java. */
    public long specHash() {
        return specHash;
    }

    /** Reads a state's metrics. */
    public Evaluation evaluation() {
        return evaluation;
    }

    /** The metrics of {@code state}, to be read by {@link #evaluation()}; read only. */
    public double[][] metrics(LearnerState state) {
        return state.evaluation;
    }

    /** The detector's state of {@code state}, of length 0 where the spec has no detector; read only. */
    public double[] drift(LearnerState state) {
        return state.drift;
    }

    /** Float32 parameters of one key. */
    public int parameterCount() {
        return network.parameterCount();
    }

    /** Which implementation of the hot products is at work, for a log. */
    public String kernels() {
        return network.kernels().name();
    }

    /**
     * W of a layer (inputs, units), first layer 0, as ojAlgo's matrix for decompositions and statistics.
     *
     * @return a copy
     * @throws IllegalArgumentException if there is no such layer
     */
    public R032Store weights(LearnerState state, int layer) {
        return network.weights(state.params, layer);
    }

    /** Whether {@code examples} may wait in one batch. */
    boolean holds(int examples) {
        return examples * (long) network.widest() <= MAX_FLOATS;
    }

    ExampleCheck check() {
        return check;
    }

    FeatureEncoder features() {
        return features;
    }

    Network network() {
        return network;
    }

    /** A model key that has seen nothing. */
    public LearnerState init(String key) {
        LearnerState state = blank(key);
        network.initialise(state.params, spec.seed());
        return state;
    }

    /** A state of the right form with all parameters 0, to be filled by the codec. */
    LearnerState blank(String key) {
        LearnerState state = new LearnerState(
                key,
                new float[network.parameterCount()],
                new float[spec.optimizer().slots()][network.parameterCount()],
                new double[features.statsLength()],
                evaluation.init(),
                detector == null ? new double[0] : detector.init(),
                new Batch(network));
        state.fingerprint = Fingerprint.begin(specHash, key);
        return state;
    }

    /**
     * Scores {@code example} with what was known before it, then takes its label in; learns when the batch closes.
     *
     * @return reused by the next call
     * @throws IllegalArgumentException if the example does not fit the spec; the state is then as it was
     */
    public Outcome observe(LearnerState state, Example example) {
        check.require(example);
        outcome.clear();
        closeByAge(state, example);
        predict(state, example);
        readDriftLevel(state);
        if (example.labelled()) {
            evaluate(state, example);
        }
        keep(state, example);
        if (state.pending.size >= spec.batch().size()) {
            closeBatch(state);
        }
        return outcome;
    }

    private void closeByAge(LearnerState state, Example example) {
        long maxAge = spec.batch().maxAgeMillis();
        if (maxAge > 0 && state.pending.size > 0 && example.time() - state.pending.firstTime > maxAge) {
            closeBatch(state);
        }
    }

    private void predict(LearnerState state, Example example) {
        Batch pending = state.pending;
        pending.reserveRow();
        features.encode(example, state.encoderStats, true, pending.activation[0], pending.size * network.width(0));
        forwardStaleRows(state);
        network.forward(state.params, pending.activation, pending.size, 1);
        outcome.finite = readPrediction(pending, pending.size, outcome.prediction, 0);
        outcome.step = state.step;
        outcome.fingerprint = state.fingerprint;
        state.predicted++;
        state.lastTime = example.time();
    }

    /** After a restore the kept inputs have no activations yet; the parameters are the same, so the bits are too. */
    void forwardStaleRows(LearnerState state) {
        Batch pending = state.pending;
        if (pending.forwarded < pending.size) {
            network.forward(state.params, pending.activation, pending.forwarded, pending.size - pending.forwarded);
            pending.forwarded = pending.size;
        }
    }

    /**
     * Fills {@code to[at .. at + predictionWidth)} with what the activations of a row predict.
     *
     * @return whether the row's numbers are finite; if not, the prediction is uniform, or 0
     */
    boolean readPrediction(Batch batch, int row, float[] to, int at) {
        int units = network.width(network.layers());
        boolean finite = batch.isFinite(row);
        if (finite) {
            readout.read(batch.activation[network.layers()], row * units, units, to, at);
        } else {
            readout.neutral(to, at);
        }
        return finite;
    }

    private void readDriftLevel(LearnerState state) {
        DriftLevel level = detector == null ? DriftLevel.NONE : detector.level(state.drift);
        outcome.drift = level;
        outcome.driftBefore = level;
    }

    private void evaluate(LearnerState state, Example example) {
        outcome.labelled = true;
        outcome.loss = evaluation.loss(outcome.prediction, 0, example.label());
        evaluation.update(state.evaluation, outcome.prediction, 0, example.label());
        outcome.metricsDue = evaluation.count(state.evaluation) % spec.metrics().window() == 0;
        if (detector != null) {
            double error = evaluation.error(outcome.prediction, 0, example.label());
            state.drift = detector.update(state.drift, error);
            outcome.drift = detector.level(state.drift);
        }
    }

    private void keep(LearnerState state, Example example) {
        if (!example.labelled() || example.weight() == 0) {
            state.unlabelled++;
        } else if (!outcome.finite || example.label() < spec.loss().minLabel()) {
            state.refused++;
        } else {
            state.pending.keepRow(example);
        }
    }

    /** Learns from the open batch, or refuses it, and empties it. */
    void closeBatch(LearnerState state) {
        forwardStaleRows(state);
        Batch batch = state.pending;
        boolean trained = trainer.step(state);
        if (trained) {
            state.step++;
            state.trained += batch.size;
            outcome.batchesTrained++;
        } else {
            int blamed = trainer.blame(batch);
            state.refused += batch.size;
            outcome.batchesRefused++;
            outcome.blamedPartition = batch.partitions[blamed];
            outcome.blamedOffset = batch.offsets[blamed];
        }
        state.fingerprint = Fingerprint.close(state.fingerprint, specHash, batch, trained);
        batch.clear();
    }

    static Evaluation evaluationOf(LearnerSpec spec) {
        return spec.task() instanceof Task.Classification c
                ? Evaluation.classification(c.classes().size(), spec.metrics())
                : Evaluation.regression(spec.metrics());
    }
}
