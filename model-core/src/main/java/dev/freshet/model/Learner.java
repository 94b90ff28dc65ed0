package dev.freshet.model;

import dev.freshet.model.drift.DriftLevel;
import dev.freshet.model.encode.CategoryHash;
import dev.freshet.model.encode.FeatureEncoder;
import dev.freshet.model.eval.Evaluation;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ojalgo.matrix.store.R032Store;

/**
 * Runs one {@link LearnerSpec}: predict, then learn. It holds scratch arrays and no model, so one learner serves any
 * number of keys, one after the other; not thread-safe. No clock, no I/O, no framework.
 *
 * <p>A key's state after a list of examples is a function of the spec and that list alone: bit for bit, on any machine
 * whose JVM has the same Unicode tables (they say what is a letter of a text) and rules of regional time zones,
 * whatever else the learner did between, and however often the state went through {@link SnapshotCodec}.
 */
public final class Learner {
    private static final int LONGEST_KEY = 1 << 16;

    /** Of a state and of an open batch, so that no index overflows. */
    private static final long MAX_FLOATS = 1 << 28;

    private final LearnerSpec spec;
    private final long specHash;
    private final ExampleCheck check;
    private final FeatureEncoder features;
    private final Network network;
    private final Readout readout;
    private final Step trainer;
    private final Evaluation evaluation;
    private final DriftWatch watch;
    private final FeatureWatch featureWatch;
    /** Where what an example comes to is told; a {@link Contest} tells a challenger where. */
    private Outcome outcome;

    private final Scoring scoring;
    private final Actions actions = new Actions(this);
    /** Activations of the background model, level by level; level 0 is the batch's. */
    private final float[][] backgroundActivation;

    private final @Nullable Prior prior;
    /** In which it is one of several contenders; null if it is alone. */
    private final @Nullable Contest contest;

    private final Supplier<Weights> fresh = this::freshWeights;

    /** Of keys that begin with the spec's own initial weights. */
    public Learner(LearnerSpec spec) {
        this(spec, null);
    }

    /** Of keys that begin at {@code prior}, where there is one. */
    public Learner(LearnerSpec spec, @Nullable Prior prior) {
        this(spec, prior, (Selection) null);
    }

    /**
     * Of keys in which challengers learn beside it, where there are any, and one of them may come to take its place.
     *
     * @param prior where challengers begin too whose weights have the same form
     * @throws IllegalArgumentException if a challenger is not comparable with {@code spec}, see {@link Selection}
     */
    public Learner(LearnerSpec spec, @Nullable Prior prior, @Nullable Selection selection) {
        this(spec, prior, null, selection);
    }

    /** One of the challengers of {@code contest}. */
    Learner(LearnerSpec spec, @Nullable Prior prior, Contest contest) {
        this(spec, prior, contest, null);
    }

    private Learner(LearnerSpec spec, @Nullable Prior prior, @Nullable Contest within, @Nullable Selection selection) {
        this.spec = spec;
        this.prior = prior;
        long hash = CategoryHash.of(SpecText.of(spec));
        specHash = prior == null ? hash : prior.hash(hash);
        check = new ExampleCheck(spec);
        features = spec.features().encoder();
        network = Network.of(spec);
        requireFits("state", network.parameterCount() * (1L + spec.optimizer().slots()));
        requireFits("open batch", spec.batch().size() * (long) network.widest());
        readout = new Readout(spec);
        trainer = network instanceof SparseNetwork sparse
                ? new SparseTrainer(sparse, spec)
                : new Trainer(network, spec.loss(), spec.optimizer(), spec.guard(), prior);
        evaluation = evaluationOf(spec);
        watch = new DriftWatch(spec.drift());
        featureWatch = new FeatureWatch(spec);
        backgroundActivation = new float[network.layers() + 1][0];
        requireSnapshotFits();
        outcome = newOutcome();
        scoring = new Scoring(spec, network, features);
        if (selection == null) {
            contest = within;
        } else {
            selection.requireComparable(spec);
            contest = new Contest(this, outcome, newOutcome(), prior, selection);
        }
    }

    private Outcome newOutcome() {
        return new Outcome(spec.task().predictionWidth(), featureWatch.rows());
    }

    /** One byte array holds at most 2 GiB. */
    private void requireSnapshotFits() {
        long bytes = SnapshotCodec.maxBytes(spec, LONGEST_KEY);
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("learner must come to a snapshot of at most " + Integer.MAX_VALUE
                    + " bytes with a full batch: got " + bytes + "; take smaller batches, layers or fewer columns");
        }
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

    /** 64-bit hash of the spec and of where keys begin: equal ones, equal hashes, on any version of Java. */
    public long specHash() {
        return specHash;
    }

    /** The learner by which the champion of a key learns: this one where there are no challengers. */
    public Learner of(LearnerState state) {
        return contest == null ? this : contest.learner(state.contender());
    }

    /** What it is called among the contenders of its keys. */
    String contender() {
        return contest == null ? Selection.CHAMPION : contest.name(this);
    }

    /** Whether challengers learn beside each key's champion. */
    public boolean contested() {
        return contest != null;
    }

    @Nullable
    Contest contest() {
        return contest;
    }

    void tell(Outcome reader) {
        outcome = reader;
    }

    /** Reads a state's metrics. */
    public Evaluation evaluation() {
        return evaluation;
    }

    /** The metrics of {@code state}, to be read by {@link #evaluation()}; read only. */
    public double[][] metrics(LearnerState state) {
        return state.evaluation;
    }

    /** What the drift detectors of {@code state} show; null where the spec has none. */
    public @Nullable DriftReading drift(LearnerState state) {
        return watch.read(state);
    }

    /**
     * What the watch over an input shows.
     *
     * @param input place among the numbers of the schema
     * @throws IllegalArgumentException if that is not watched
     */
    public DriftReading featureDrift(LearnerState state, int input) {
        return featureWatch.read(state.featureDrift, input);
    }

    /** The state of an input's {@link DriftPolicy#features}, to be read by that rule; read only. */
    public double[] featureState(LearnerState state, int input) {
        return state.featureDrift[input];
    }

    /** Float32 parameters of one key. */
    public int parameterCount() {
        return network.parameterCount();
    }

    /** Layers, shapes and parameters, then what one key takes at most: a table for people. */
    public String summary() {
        return new Summary(spec, network).text();
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
        return of(state).network.weights(state.weights, layer);
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
        return contest == null ? begin(key) : contest.init(key);
    }

    /** The same without challengers. */
    LearnerState begin(String key) {
        LearnerState state = blank(key);
        if (prior == null) {
            network.initialise(state.weights, spec.seed());
        } else {
            prior.begin(state);
        }
        return state;
    }

    /**
     * A key whose weights were learned elsewhere: at step 1, without an example behind it, its encoders' statistics and
     * optimiser's slots empty. The same parameters give the same fingerprint.
     *
     * @param parameters layer by layer: W (in, units) row-major, then b (units); finite
     * @throws IllegalArgumentException if they are not as many as the network's or not finite, or the network is held sparse
     */
    public LearnerState adopt(String key, float[] parameters) {
        if (network.sparse()) {
            throw new IllegalArgumentException("weights can be taken over into arrays only, and this network is held"
                    + " sparse: got " + spec.features().width() + " columns");
        }
        if (parameters.length != network.parameterCount()) {
            throw new IllegalArgumentException(
                    "network has " + network.parameterCount() + " parameters: got " + parameters.length);
        }
        LearnerState state = blank(key);
        System.arraycopy(parameters, 0, state.weights.params, 0, parameters.length);
        SnapshotBytes.requireFinite(state.weights.params, "weights");
        state.step = 1;
        for (float parameter : parameters) {
            state.fingerprint = Draws.bits(state.fingerprint, Float.floatToIntBits(parameter));
        }
        return state;
    }

    /** A state of the right form with all parameters 0, to be filled by the codec. */
    LearnerState blank(String key) {
        LearnerState state = new LearnerState(
                key,
                blankWeights(),
                new double[features.statsLength()],
                evaluation.init(),
                watch.initDetector(),
                watch.initWarning(),
                featureWatch.init(),
                Control.init(),
                new Batch(network));
        state.fingerprint = Fingerprint.begin(specHash, key);
        return state;
    }

    /**
     * Requires that {@code state}, read from bytes, can go on here: a key is drawn back to the prior at which it began.
     *
     * @throws IllegalArgumentException if that is another one
     */
    void requireItsPrior(LearnerState state) {
        if (prior != null && prior.shrinkage() > 0 && state.prior != prior.fingerprint()) {
            throw new IllegalArgumentException("snapshot is of a key that began at "
                    + (state.prior == 0 ? "no prior" : "prior " + HexFormat.of().toHexDigits(state.prior))
                    + ", this job shrinks to prior " + HexFormat.of().toHexDigits(prior.fingerprint())
                    + ": name that prior, or set prior.shrinkage to 0, which keeps each key's weights and lets only new"
                    + " keys begin at the new prior");
        }
    }

    /** Whether steps are drawn back to a prior. */
    boolean drawnBack() {
        return prior != null && prior.shrinkage() > 0;
    }

    /** A key's fingerprint after a batch of one that was learned. */
    long closed(long fingerprint, int partition, long offset) {
        return Fingerprint.learned(fingerprint, specHash, partition, offset);
    }

    DriftWatch watch() {
        return watch;
    }

    FeatureWatch featureWatch() {
        return featureWatch;
    }

    Weights blankWeights() {
        return network.blank(spec.optimizer().slots());
    }

    private Weights freshWeights() {
        if (prior != null) {
            return prior.weights();
        }
        Weights weights = blankWeights();
        network.initialise(weights, spec.seed());
        return weights;
    }

    /**
     * Scores {@code example} with what was known before it, then takes its label in; learns when the batch closes.
     *
     * @return reused by the next call
     * @throws IllegalArgumentException if the example does not fit the spec; the state is then as it was
     */
    public Outcome observe(LearnerState state, Example example) {
        check.require(example);
        if (contest != null) {
            return contest.take(state, example, example.time(), null);
        }
        outcome.clear();
        closeByAge(state, example.time());
        return takeIn(state, example, example.time(), null);
    }

    /**
     * Predicts an example that fits the spec, judges and keeps it, and learns where that fills the batch.
     *
     * @param served what was answered before; null where the answer is this one
     */
    Outcome takeIn(LearnerState state, Example example, long time, float @Nullable [] served) {
        forwardStaleRows(state);
        predict(state, example);
        state.predicted++;
        state.lastTime = time;
        featureWatch.update(state.featureDrift, example.numbers(), outcome);
        readDriftLevel(state);
        if (example.labelled()) {
            judge(state, example, served);
        }
        keep(state, example, time);
        if (state.pending.size >= spec.batch().size()) {
            closeBatch(state);
        }
        return outcome;
    }

    /** Drift is of what the model says now, metrics of what was served. */
    private void judge(LearnerState state, Example example, float @Nullable [] served) {
        double error = evaluation.error(outcome.prediction, 0, example.label());
        outcome.ownLoss = evaluation.loss(outcome.prediction, 0, example.label());
        watch.update(state, error, outcome.ownLoss, outcome);
        if (served != null) {
            System.arraycopy(served, 0, outcome.prediction, 0, served.length);
        }
        evaluate(state, example);
    }

    /**
     * Predicts {@code example} and changes nothing in {@code state}: the encoders' statistics are as they stand, without the
     * example, whose label is not looked at.
     *
     * @return reused by the next call; says who predicted what, and nothing of labels, batches and drift
     * @throws IllegalArgumentException if the example does not fit the spec
     */
    public Outcome score(LearnerState state, Example example) {
        check.require(example);
        return contest == null ? scoreAlone(state, example) : contest.score(state, example);
    }

    Outcome scoreAlone(LearnerState state, Example example) {
        outcome.clear();
        outcome.finite = scoring.predict(state.weights, state.encoderStats, example, outcome.prediction);
        tellModel(state);
        return outcome;
    }

    private void tellModel(LearnerState state) {
        outcome.step = state.step;
        outcome.fingerprint = state.fingerprint;
        outcome.spec = specHash;
    }

    /**
     * Takes in an example that {@link #score} has answered, now that its label is known: as {@link #observe} would at this place of the
     * key's log, but for its metrics, which judge the prediction as it was served. Drift is judged by what the model says
     * now, so that a response to it depends on the order of labels alone and not on when a prediction was made.
     *
     * @param example with its label, and the place of the label's record
     * @param time of the label, in epoch milliseconds UTC: batches close by the age of labels
     * @param served what {@link Outcome#prediction} held then, read only
     * @return reused by the next call; its prediction is {@code served}
     * @throws IllegalArgumentException if the example does not fit the spec or has no label, or {@code served} is no
     *     prediction of the task; the state is then as it was
     */
    public Outcome learn(LearnerState state, Example example, long time, float[] served) {
        check.require(example);
        requireServed(example, served);
        if (contest != null) {
            return contest.take(state, example, time, served);
        }
        outcome.clear();
        closeByAge(state, time);
        return takeIn(state, example, time, served);
    }

    /**
     * Takes a command in. It acts at the first moment at which the key's step is {@link PlannedAction#at} and either nothing
     * waits for a batch or the batch closes: at once if that is so now. As a batch closes it acts before the batch is
     * learned: the rate that it sets is that batch's, and {@linkplain Action#dropsBatch what it drops} is not learned.
     *
     * @return with what acted at once; reused by the next call
     * @throws IllegalArgumentException if the key cannot take it, with the reason for a person; the state is then as it was
     */
    public Outcome command(LearnerState state, PlannedAction planned) {
        return contest == null ? commandAlone(state, planned) : contest.command(state, planned);
    }

    Outcome commandAlone(LearnerState state, PlannedAction planned) {
        outcome.clear();
        actions.plan(state, planned);
        if (state.pending.size == 0) {
            actDue(state);
        }
        return outcome;
    }

    /** Lets commands act that are due. */
    void actDue(LearnerState state) {
        actions.actDue(state, outcome);
    }

    /** Empties the open batch without learning from it. */
    void dropBatch(LearnerState state) {
        int unused = actions.drop(state);
    }

    private void requireServed(Example example, float[] served) {
        if (!example.labelled()) {
            throw new IllegalArgumentException("an example to learn from must have a label: got none (partition "
                    + example.partition() + ", offset " + example.offset() + ")");
        }
        if (served.length != spec.task().predictionWidth()) {
            throw new IllegalArgumentException("a served prediction must have "
                    + spec.task().predictionWidth() + " numbers: got " + served.length + " (partition "
                    + example.partition() + ", offset " + example.offset() + ")");
        }
    }

    void closeByAge(LearnerState state, long time) {
        long maxAge = spec.batch().maxAgeMillis();
        if (maxAge > 0 && state.pending.size > 0) {
            long last = state.pending.firstTime + maxAge;
            boolean beyondAllTime = last < state.pending.firstTime;
            if (!beyondAllTime && time > last) {
                closeBatch(state);
            }
        }
    }

    /** The row behind the open batch's takes the example; it is the batch's only once it is kept. */
    private void predict(LearnerState state, Example example) {
        Batch pending = state.pending;
        pending.reserveRow();
        network.encode(features, example, state.encoderStats, !state.steering.frozen, pending);
        network.forward(state.weights, pending, pending.activation, pending.size, 1);
        outcome.finite = readPrediction(pending, pending.size, outcome.prediction, 0);
        tellModel(state);
    }

    /** After a restore the kept inputs have no activations yet; the parameters are the same, so the bits are too. */
    void forwardStaleRows(LearnerState state) {
        Batch pending = state.pending;
        if (pending.forwarded < pending.size) {
            int stale = pending.size - pending.forwarded;
            network.forward(state.weights, pending, pending.activation, pending.forwarded, stale);
            pending.forwarded = pending.size;
        }
    }

    /**
     * Fills {@code to[at .. at + predictionWidth)} with what the activations of a row predict.
     *
     * @return whether the row's numbers are finite; if not, the prediction is uniform, or 0
     */
    private boolean readPrediction(Batch batch, int row, float[] to, int at) {
        boolean finite = batch.isFinite(row);
        read(batch.activation[network.layers()], row * network.width(network.layers()), finite, to, at);
        return finite;
    }

    /** Fills {@code to[at .. at + predictionWidth)} from a row's outputs; if it is not finite, it is uniform, or 0. */
    void read(float[] output, int from, boolean finite, float[] to, int at) {
        if (finite) {
            readout.read(output, from, network.width(network.layers()), to, at);
        } else {
            readout.neutral(to, at);
        }
    }

    private void readDriftLevel(LearnerState state) {
        DriftLevel level = watch.level(state);
        outcome.drift = level;
        outcome.driftBefore = level;
    }

    private void evaluate(LearnerState state, Example example) {
        outcome.labelled = true;
        outcome.loss = evaluation.update(state.evaluation, outcome.prediction, 0, example.label());
        outcome.metricsDue = evaluation.due(state.evaluation);
    }

    private void keep(LearnerState state, Example example, long time) {
        if (state.steering.frozen || !example.labelled() || example.weight() == 0) {
            state.unlabelled++;
        } else if (!outcome.finite || example.label() < spec.loss().minLabel()) {
            state.refused++;
        } else {
            state.pending.keepRow(example, time);
        }
    }

    /** Closes the open batch: commands that are due act, then it is learned unless one of them has dropped it. */
    void closeBatch(LearnerState state) {
        if (state.steering.waiting.isEmpty()) {
            learnBatch(state);
            return;
        }
        actions.actDue(state, outcome);
        if (state.pending.size > 0) {
            learnBatch(state);
            actions.actDue(state, outcome);
        }
    }

    /** Learns from the open batch, or refuses it, and empties it. */
    private void learnBatch(LearnerState state) {
        if (watch.respond(state, fresh)) {
            outcome.response = spec.drift().response();
            state.fingerprint = Fingerprint.respond(state.fingerprint);
        }
        forwardStaleRows(state);
        Batch batch = state.pending;
        double lossLimit = Control.lossLimit(state.control, spec.guard());
        long seed = Draws.bits(Draws.bits(spec.seed(), state.keyHash), state.step);
        trainer.learned(state.known());
        Guard.Refusal refusal = trainer.step(state.weights, batch, batch.activation, seed, rate(state), lossLimit);
        if (refusal == null) {
            state.step++;
            state.trained += batch.size;
            outcome.batchesTrained++;
            trainBackground(state, seed);
        } else {
            refuse(state, refusal);
        }
        Control.batchClosed(state.control, spec.guard(), refusal == null);
        if (spec.guard().watchesLoss() && (refusal == null || lossLimit < Double.POSITIVE_INFINITY)) {
            Control.addLoss(state.control, Math.min(lossLimit, trainer.meanLoss(batch, batch.activation)));
        }
        state.fingerprint = Fingerprint.close(state.fingerprint, specHash, batch, refusal == null);
        batch.clear();
    }

    private double rate(LearnerState state) {
        return watch.rate(state) * state.steering.rate;
    }

    private void refuse(LearnerState state, Guard.Refusal refusal) {
        Batch batch = state.pending;
        int blamed = trainer.blame(batch);
        state.refused += batch.size;
        outcome.batchesRefused++;
        outcome.refusal = refusal;
        outcome.blamedPartition = batch.partitions[blamed];
        outcome.blamedOffset = batch.offsets[blamed];
    }

    /** The background model has its own activations; a batch that it cannot learn leaves it as it was. */
    private void trainBackground(LearnerState state, long seed) {
        DriftWatch.keepBackground(state, fresh);
        Weights background = state.background;
        if (background == null) {
            return;
        }
        Batch batch = state.pending;
        backgroundActivation[0] = batch.activation[0];
        for (int level = 1; level < backgroundActivation.length; level++) {
            if (backgroundActivation[level].length < batch.activation[level].length) {
                backgroundActivation[level] = new float[batch.activation[level].length];
            }
        }
        network.forward(background, batch, backgroundActivation, 0, batch.size);
        trainer.step(background, batch, backgroundActivation, seed, 1, Double.POSITIVE_INFINITY);
    }

    static Evaluation evaluationOf(LearnerSpec spec) {
        return spec.task() instanceof Task.Classification c
                ? Evaluation.classification(c.classes().size(), spec.metrics())
                : Evaluation.regression(spec.metrics());
    }
}
