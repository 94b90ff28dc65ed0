package dev.freshet.model;

import static dev.freshet.model.SnapshotBytes.require;

import dev.freshet.model.eval.Evaluation;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One {@link LearnerState} as bytes, big-endian; the same layout in Flink's state and on the models topic. Writing and
 * reading keep every bit that learning depends on; the activations of waiting examples are computed again.
 *
 * <pre>
 * version 2
 *   int    magic 0x46525348 ("FRSH")
 *   int    version
 *   text   shape of the learner (see {@link Shape}); text = int bytes, then UTF-8
 *   text   key
 *   long   step, fingerprint, predicted, trained, refused, unlabelled, time of the latest example
 *   doubles guard and response (see {@link Control})    doubles = int n, then n doubles
 *   weights                                            weights = long steps, runs parameters, runs of each slot
 *   int    1 and weights of the background model, or 0
 *   doubles encoder statistics
 *   rows   evaluation                                  rows = int n, then n doubles
 *   doubles drift detector
 *   doubles detector of warnings
 *   rows   watch over the inputs
 *   int    waiting examples; long time of the first, 0 if none
 *     each: d floats encoded input, double label, double weight, int partition, long offset
 *     where the network is sparse, for the d floats: int n, n times int column, n floats
 *   long   fingerprint of the prior at which the key began; left out where there is none and nothing follows
 *   int    1, int n and n bytes of {@link Steering}; left out where no command was given
 *   int    2, int n and n bytes of {@link RivalsCodec}; left out where the champion has no challengers
 *   int    CRC-32C of all the above
 *
 *   runs = int n, int r, then r times: int from, int count, count floats; the floats of no run are +0
 * </pre>
 *
 * <p>{@linkplain SnapshotV1 Version 1} is read too.
 */
public final class SnapshotCodec {
    static final int MAGIC = 0x46525348;
    static final int VERSION = 2;

    static final int EXAMPLE_TAIL = 2 * Double.BYTES + Integer.BYTES + Long.BYTES;

    /** The part of the tail that holds {@link Steering}. */
    private static final int STEERING = 1;
    /** The part of the tail that holds the challengers. */
    private static final int RIVALS = 2;

    private static final byte[] NONE = {};

    private final Learner learner;
    private final byte[] shape;
    private final @Nullable RivalsCodec rivals;

    public SnapshotCodec(Learner learner) {
        this(learner, learner.contest() == null ? null : new RivalsCodec(learner.contest()));
    }

    private SnapshotCodec(Learner learner, @Nullable RivalsCodec rivals) {
        this.learner = learner;
        this.rivals = rivals;
        shape = Shape.of(learner.spec()).getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes that no snapshot of a learner of {@code spec} exceeds, for a key of {@code keyBytes}. */
    public static long maxBytes(LearnerSpec spec, int keyBytes) {
        Network network = Network.of(spec);
        Evaluation evaluation = Learner.evaluationOf(spec);
        DriftPolicy drift = spec.drift();
        long text = keyBytes + (long) Shape.of(spec).getBytes(StandardCharsets.UTF_8).length;
        long sets = drift.response() instanceof DriftResponse.SwapBackground ? 2 : 1;
        long weights =
                Long.BYTES + (1L + spec.optimizer().slots()) * SnapshotBytes.maxRunsLength(network.parameterCount());
        long doubles = (long) spec.features().statsLength()
                + (drift.detector() == null ? 0 : drift.detector().maxLength())
                + (drift.warning() == null ? 0 : drift.warning().maxLength());
        long metrics = rowsLength(evaluation.init().length, evaluation.maxLength());
        FeatureWatch watch = new FeatureWatch(spec);
        long watched = rowsLength(watch.rows(), watch.maxLength());
        return length(text, sets * weights, doubles, metrics + watched)
                + Long.BYTES
                + (spec.batch().size() - 1) * waitingBytes(network);
    }

    /**
     * Bytes that no snapshot of a learner of {@code spec} exceeds beside which others learn.
     *
     * @param selection null for none
     * @param commanded whether {@link Learner#command commands} are taken
     */
    public static long maxBytes(LearnerSpec spec, @Nullable Selection selection, boolean commanded, int keyBytes) {
        if (selection == null) {
            return commanded ? maxBytesWithCommands(spec, keyBytes) : maxBytes(spec, keyBytes);
        }
        long largest = maxBytes(spec, keyBytes);
        long all = RivalsCodec.maxBytes(selection) + maxBytesWithCommands(spec, keyBytes);
        for (Challenger challenger : selection.challengers()) {
            largest = Math.max(largest, maxBytes(challenger.spec(), keyBytes));
            all += maxBytesWithCommands(challenger.spec(), keyBytes);
        }
        return all + Steering.maxBytes(largest);
    }

    /** The same where {@link Learner#command commands} are taken. */
    public static long maxBytesWithCommands(LearnerSpec spec, int keyBytes) {
        long bytes = maxBytes(spec, keyBytes);
        return bytes + 2L * Integer.BYTES + Steering.maxBytes(bytes);
    }

    /** Of a contender's own state, whatever stands beside it. */
    static SnapshotCodec plain(Learner learner) {
        return new SnapshotCodec(learner, null);
    }

    /** Everything that the key has, challengers included. */
    public byte[] encode(LearnerState state) {
        return rivals == null
                ? encode(state, NONE)
                : rivals.plain(state.contender()).encode(state, rivals.encode(state, true));
    }

    /** What answers, without the challengers: what a scorer needs. */
    public byte[] encodeChampion(LearnerState state) {
        return rivals == null
                ? encode(state, NONE)
                : rivals.plain(state.contender()).encode(state, rivals.encode(state, false));
    }

    private byte[] encode(LearnerState state, byte[] contest) {
        byte[] key = state.key.getBytes(StandardCharsets.UTF_8);
        byte[] steering = state.steering.isUntouched() ? NONE : state.steering.encode();
        ByteBuffer out = ByteBuffer.allocate(length(state, key, steering, contest));
        out.putInt(MAGIC).putInt(VERSION);
        SnapshotBytes.putText(out, shape);
        SnapshotBytes.putText(out, key);
        out.putLong(state.step).putLong(state.fingerprint);
        out.putLong(state.predicted).putLong(state.trained);
        out.putLong(state.refused).putLong(state.unlabelled).putLong(state.lastTime);
        SnapshotBytes.putDoubles(out, state.control);
        putWeights(out, state.weights);
        out.putInt(state.background == null ? 0 : 1);
        if (state.background != null) {
            putWeights(out, state.background);
        }
        SnapshotBytes.putDoubles(out, state.encoderStats);
        SnapshotBytes.putRows(out, state.evaluation);
        SnapshotBytes.putDoubles(out, state.drift);
        SnapshotBytes.putDoubles(out, state.warning);
        SnapshotBytes.putRows(out, state.featureDrift);
        putPending(out, state.pending);
        if (state.prior != 0 || steering.length + contest.length > 0) {
            out.putLong(state.prior);
        }
        putPart(out, STEERING, steering);
        putPart(out, RIVALS, contest);
        return out.putInt(SnapshotBytes.crc(out.array(), out.position())).array();
    }

    private static void putPart(ByteBuffer out, int part, byte[] bytes) {
        if (bytes.length > 0) {
            out.putInt(part);
            SnapshotBytes.putText(out, bytes);
        }
    }

    /**
     * Reads a state.
     *
     * @throws NotFiniteException if the bytes are whole and hold numbers that are not finite
     * @throws IllegalArgumentException if they are damaged, of a newer version, or of a learner of another shape
     */
    public LearnerState decode(byte[] bytes) {
        return rivals == null ? decodeAlone(bytes, learner.contender()) : rivals.decode(bytes);
    }

    /**
     * The state of the champion, whatever stands beside it.
     *
     * @param contender whose state it must be
     */
    LearnerState decodeAlone(byte[] bytes, String contender) {
        ByteBuffer in = open(bytes);
        return reading(() -> {
            LearnerState state = version(bytes) == SnapshotV1.VERSION ? SnapshotV1.read(in, learner) : read(in);
            getPending(in, state.pending);
            byte[] contest = getTail(in, state);
            requireWhole(in, state);
            RivalsCodec.requireContender(contest, contender);
            return state;
        });
    }

    /** The part of the tail that holds the challengers, empty where there is none. */
    static byte[] contest(byte[] bytes, SnapshotCodec reader) {
        ByteBuffer in = open(bytes);
        return reading(() -> {
            if (version(bytes) == SnapshotV1.VERSION) {
                return NONE;
            }
            LearnerState unused = reader.read(in);
            reader.getPending(in, unused.pending);
            return getTail(in, unused);
        });
    }

    /**
     * The first line of the form of a state that {@code bytes} and this learner have different, in words; null where they are
     * the same.
     *
     * @throws IllegalArgumentException if the bytes are damaged or of a newer version
     */
    public @Nullable String difference(byte[] bytes) {
        if (rivals != null) {
            return rivals.difference(bytes);
        }
        String found = shape(bytes);
        String mine = version(bytes) == SnapshotV1.VERSION
                ? SnapshotV1.shape(learner.spec())
                : new String(shape, StandardCharsets.UTF_8);
        return found.equals(mine) ? null : Shape.difference(found, mine);
    }

    /** The {@link Shape} that stands in {@code bytes}. */
    static String shape(byte[] bytes) {
        ByteBuffer in = open(bytes);
        return reading(() -> SnapshotBytes.getText(in));
    }

    static int version(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(Integer.BYTES);
    }

    /** What follows the version, up to the checksum, which is right. */
    static ByteBuffer open(byte[] bytes) {
        require(
                bytes.length > 3 * Integer.BYTES && ByteBuffer.wrap(bytes).getInt() == MAGIC,
                "is no learner snapshot: it does not begin with FRSH");
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, bytes.length - Integer.BYTES);
        int version = in.getInt(Integer.BYTES);
        require(
                version >= SnapshotV1.VERSION && version <= VERSION,
                "has version " + version + ", this build reads " + SnapshotV1.VERSION + " to " + VERSION
                        + ": use the build that wrote it, or upgrade");
        int crc = SnapshotBytes.crc(bytes, bytes.length - Integer.BYTES);
        require(ByteBuffer.wrap(bytes).getInt(bytes.length - Integer.BYTES) == crc, "is damaged: its CRC-32C differs");
        return in.position(2 * Integer.BYTES);
    }

    /** A length that points beyond the end is damage. */
    static <T> T reading(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new IllegalArgumentException("snapshot is damaged: a length in it points beyond its end", e);
        }
    }

    /** Requires that {@code in} ends here with a state that can have come about and can go on. */
    void requireWhole(ByteBuffer in, LearnerState state) {
        requireSound(state);
        learner.requireItsPrior(state);
        require(!in.hasRemaining(), "is damaged: " + in.remaining() + " bytes follow its end");
    }

    /**
     * What older snapshots do not have.
     *
     * @return the part that holds the challengers, empty where there is none
     */
    static byte[] getTail(ByteBuffer in, LearnerState state) {
        state.prior = in.hasRemaining() ? in.getLong() : 0;
        byte[] contest = NONE;
        int before = 0;
        while (in.hasRemaining()) {
            int part = in.getInt();
            require(
                    part == STEERING || part == RIVALS,
                    "has a part " + part + " that this build does not know: upgrade");
            require(part > before, "is damaged: its part " + part + " follows part " + before);
            before = part;
            int end = SnapshotBytes.checkedLength(in, 1) + in.position();
            if (part == STEERING) {
                state.steering = Steering.decode(in);
            } else {
                contest = new byte[end - in.position()];
                in.get(contest);
            }
            require(in.position() == end, "is damaged: its part " + part + " ends at another place than it says");
        }
        return contest;
    }

    private LearnerState read(ByteBuffer in) {
        String found = SnapshotBytes.getText(in);
        String mine = new String(shape, StandardCharsets.UTF_8);
        require(found.equals(mine), "holds another model: " + Shape.difference(found, mine));
        LearnerState state = learner.blank(SnapshotBytes.getText(in));
        getCounts(in, state);
        SnapshotBytes.getDoubles(in, state.control, "numbers of guard and response");
        getWeights(in, state.weights);
        int background = in.getInt();
        require(background == 0 || background == 1, "is damaged: it claims " + background + " background models");
        if (background == 1) {
            state.background = learner.blankWeights();
            getWeights(in, state.background);
        }
        SnapshotBytes.getDoubles(in, state.encoderStats, "encoder statistics");
        SnapshotBytes.getRows(in, state.evaluation, "metrics");
        state.drift = SnapshotBytes.getDoubles(in);
        state.warning = SnapshotBytes.getDoubles(in);
        SnapshotBytes.getRows(in, state.featureDrift, "watched inputs");
        return state;
    }

    static void getCounts(ByteBuffer in, LearnerState state) {
        state.step = in.getLong();
        state.fingerprint = in.getLong();
        state.predicted = in.getLong();
        state.trained = in.getLong();
        state.refused = in.getLong();
        state.unlabelled = in.getLong();
        state.lastTime = in.getLong();
    }

    private void requireSound(LearnerState state) {
        require(Control.valid(state.control), "holds impossible numbers of guard and response");
        require(learner.evaluation().validState(state.evaluation), "holds metrics of an impossible form");
        require(learner.watch().valid(state), "holds a drift detector of an impossible form");
        require(learner.featureWatch().valid(state.featureDrift), "holds watched inputs of an impossible form");
        require(state.known() >= 0, "has forgotten more examples than it has learned from");
        boolean natural = state.step >= 0 && state.trained >= 0 && state.refused >= 0 && state.unlabelled >= 0;
        long fates = state.trained + state.refused + state.unlabelled + state.open();
        require(
                natural && state.predicted == fates,
                "holds impossible counts: " + state.predicted + " predicted, " + state.trained + " trained, "
                        + state.refused + " refused, " + state.unlabelled + " unlabelled, " + state.open()
                        + " waiting");
    }

    private int length(LearnerState state, byte[] key, byte[] steering, byte[] contest) {
        long doubles = state.encoderStats.length + (long) state.drift.length + state.warning.length;
        long rows = rowsLength(state.evaluation) + rowsLength(state.featureDrift);
        long weights = weightsLength(state.weights) + (state.background == null ? 0 : weightsLength(state.background));
        return Math.toIntExact(length(shape.length + key.length, weights, doubles, rows)
                + waitingLength(state.pending)
                + (state.prior == 0 && steering.length + contest.length == 0 ? 0 : Long.BYTES)
                + (steering.length == 0 ? 0 : 2 * Integer.BYTES + steering.length)
                + (contest.length == 0 ? 0 : 2 * Integer.BYTES + contest.length));
    }

    private long waitingLength(Batch pending) {
        return pending.sparse == null
                ? pending.size * waitingBytes(learner.network())
                : SnapshotBytes.rowsLength(pending.sparse, pending.size) + pending.size * (long) EXAMPLE_TAIL;
    }

    /** Without the waiting examples. */
    private static long length(long textBytes, long weightBytes, long doubles, long rowBytes) {
        return 11L * Integer.BYTES
                + 8L * Long.BYTES
                + textBytes
                + weightBytes
                + rowBytes
                + (Control.LENGTH + doubles) * Double.BYTES;
    }

    private static long rowsLength(double[][] rows) {
        long doubles = 0;
        for (double[] row : rows) {
            doubles += row.length;
        }
        return rowsLength(rows.length, doubles);
    }

    private static long rowsLength(long rows, long doubles) {
        return Integer.BYTES + rows * Integer.BYTES + doubles * Double.BYTES;
    }

    private static long weightsLength(Weights weights) {
        long bytes = Long.BYTES + SnapshotBytes.runsLength(weights.params);
        for (float[] slot : weights.slots) {
            bytes += SnapshotBytes.runsLength(slot);
        }
        return bytes;
    }

    private static void putWeights(ByteBuffer out, Weights weights) {
        out.putLong(weights.steps);
        SnapshotBytes.putRuns(out, weights.params);
        for (float[] slot : weights.slots) {
            SnapshotBytes.putRuns(out, slot);
        }
    }

    private static void getWeights(ByteBuffer in, Weights weights) {
        weights.steps = in.getLong();
        require(weights.steps >= 0, "holds " + weights.steps + " steps");
        SnapshotBytes.getRuns(in, weights.params, "parameters");
        for (float[] slot : weights.slots) {
            SnapshotBytes.getRuns(in, slot, "optimizer slots");
        }
    }

    /** Of one example, at most. */
    private static long waitingBytes(Network network) {
        long input = network instanceof SparseNetwork sparse
                ? SnapshotBytes.rowLength(Math.min(sparse.inputs(), SparseRows.MAX_COLUMNS))
                : network.width(0) * (long) Float.BYTES;
        return input + EXAMPLE_TAIL;
    }

    private void putPending(ByteBuffer out, Batch pending) {
        int width = learner.network().width(0);
        out.putInt(pending.size).putLong(pending.firstTime);
        for (int i = 0; i < pending.size; i++) {
            if (pending.sparse != null) {
                SnapshotBytes.putRow(out, pending.sparse, i);
            }
            SnapshotBytes.putPlainFloats(out, pending.activation[0], i * width, width);
            out.putDouble(pending.labels[i]).putDouble(pending.weights[i]);
            out.putInt(pending.partitions[i]).putLong(pending.offsets[i]);
        }
    }

    void getPending(ByteBuffer in, Batch pending) {
        int width = learner.network().width(0);
        int size = in.getInt();
        long firstTime = in.getLong();
        double minLabel = learner.spec().loss().minLabel();
        long left = (long) size * (width * Float.BYTES + EXAMPLE_TAIL);
        require(size >= 0 && left <= in.remaining(), "is damaged: it claims " + size + " waiting examples");
        require(learner.holds(size), "holds " + size + " waiting examples, more than this model can");
        for (int i = 0; i < size; i++) {
            pending.reserveRow();
            if (learner.network() instanceof SparseNetwork sparse) {
                SnapshotBytes.getRow(in, SparseNetwork.rows(pending), i, sparse.inputs());
            }
            SnapshotBytes.getPlainFloats(in, pending.activation[0], i * width, width);
            SnapshotBytes.requireFinite(pending.activation[0], i * width, width, "waiting inputs");
            double label = in.getDouble();
            double weight = in.getDouble();
            require(
                    learner.check().isLabel(label) && label >= minLabel && weight > 0 && weight <= Float.MAX_VALUE,
                    "holds a waiting example of label " + label + " and weight " + weight);
            pending.keepRow(label, weight, in.getInt(), in.getLong());
        }
        pending.firstTime = firstTime;
    }
}
