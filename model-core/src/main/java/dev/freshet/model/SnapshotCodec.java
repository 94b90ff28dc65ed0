package dev.freshet.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * One {@link LearnerState} as bytes, big-endian; the same layout in Flink's state and on the models topic. Writing and
 * reading keep every bit that learning depends on; the activations of waiting examples are computed again.
 *
 * <pre>
 * version 1
 *   int    magic 0x46525348 ("FRSH")
 *   int    version
 *   text   shape of the learner (see {@link Shape}); text = int bytes, then UTF-8
 *   text   key
 *   long   step, fingerprint, predicted, trained, refused, unlabelled, time of the latest example
 *   floats parameters                                  floats = int n, then n floats
 *   floats optimizer slots, one after the other
 *   doubles encoder statistics                         doubles = int n, then n doubles
 *   int    rows, then that many doubles: evaluation
 *   doubles drift detector
 *   int    waiting examples; long time of the first, 0 if none
 *     each: d floats encoded input, double label, double weight, int partition, long offset
 *   int    CRC-32C of all the above
 * </pre>
 */
public final class SnapshotCodec {
    static final int MAGIC = 0x46525348;
    static final int VERSION = 1;

    private static final int EXAMPLE_TAIL = 2 * Double.BYTES + Integer.BYTES + Long.BYTES;

    private final Learner learner;
    private final byte[] shape;

    public SnapshotCodec(Learner learner) {
        this.learner = learner;
        shape = Shape.of(learner.spec()).getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes of the longest snapshot that a learner of {@code spec} comes to, for a key of {@code keyBytes}. */
    public static long maxBytes(LearnerSpec spec, int keyBytes) {
        Network network = new Network(spec.network(), spec.features().width());
        double[][] rows = Learner.evaluationOf(spec).init();
        int series = rows.length - 1;
        var detector = spec.drift().detector();
        long text = keyBytes + (long) Shape.of(spec).getBytes(StandardCharsets.UTF_8).length;
        long floats = network.parameterCount() * (1L + spec.optimizer().slots());
        long doubles = spec.features().statsLength()
                + (detector == null ? 0 : detector.maxLength())
                + rows[series].length
                + series * (long) spec.metrics().maxLength();
        return length(text, floats, doubles, rows.length) + (spec.batch().size() - 1) * waitingBytes(network);
    }

    public byte[] encode(LearnerState state) {
        byte[] key = state.key.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(length(state, key));
        out.putInt(MAGIC).putInt(VERSION);
        putText(out, shape);
        putText(out, key);
        out.putLong(state.step).putLong(state.fingerprint);
        out.putLong(state.predicted).putLong(state.trained);
        out.putLong(state.refused).putLong(state.unlabelled).putLong(state.lastTime);
        putFloats(out, state.params);
        putSlots(out, state.slots);
        putDoubles(out, state.encoderStats);
        out.putInt(state.evaluation.length);
        for (double[] row : state.evaluation) {
            putDoubles(out, row);
        }
        putDoubles(out, state.drift);
        putPending(out, state.pending);
        return out.putInt(crc(out.array(), out.position())).array();
    }

    /** @throws IllegalArgumentException if the bytes are damaged, of a newer version, or of a learner of another shape */
    public LearnerState decode(byte[] bytes) {
        require(
                bytes.length > 3 * Integer.BYTES && ByteBuffer.wrap(bytes).getInt() == MAGIC,
                "is no learner snapshot: it does not begin with FRSH");
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, bytes.length - Integer.BYTES);
        int version = in.getInt(Integer.BYTES);
        require(
                version == VERSION,
                "has version " + version + ", this build reads only " + VERSION
                        + ": use the build that wrote it, or upgrade");
        int crc = crc(bytes, bytes.length - Integer.BYTES);
        require(ByteBuffer.wrap(bytes).getInt(bytes.length - Integer.BYTES) == crc, "is damaged: its CRC-32C differs");
        in.position(2 * Integer.BYTES);
        try {
            return read(in);
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new IllegalArgumentException("snapshot is damaged: a length in it points beyond its end", e);
        }
    }

    private LearnerState read(ByteBuffer in) {
        String found = getText(in);
        String mine = new String(shape, StandardCharsets.UTF_8);
        require(found.equals(mine), "holds another model: " + Shape.difference(found, mine));
        LearnerState state = learner.blank(getText(in));
        state.step = in.getLong();
        state.fingerprint = in.getLong();
        state.predicted = in.getLong();
        state.trained = in.getLong();
        state.refused = in.getLong();
        state.unlabelled = in.getLong();
        state.lastTime = in.getLong();
        getFloats(in, state.params, "parameters");
        getSlots(in, state.slots);
        getEncoderStats(in, state.encoderStats);
        int rows = in.getInt();
        require(rows == state.evaluation.length, "holds " + rows + " metric rows, not " + state.evaluation.length);
        for (int i = 0; i < rows; i++) {
            state.evaluation[i] = getDoubles(in);
        }
        require(learner.evaluation().validState(state.evaluation), "holds metrics of an impossible form");
        state.drift = getDoubles(in);
        var detector = learner.spec().drift().detector();
        require(
                detector == null ? state.drift.length == 0 : detector.validState(state.drift),
                "holds a drift detector of an impossible form");
        getPending(in, state.pending);
        requireCounts(state);
        require(!in.hasRemaining(), "is damaged: " + in.remaining() + " bytes follow its end");
        return state;
    }

    private static void requireCounts(LearnerState state) {
        boolean natural = state.step >= 0 && state.trained >= 0 && state.refused >= 0 && state.unlabelled >= 0;
        long fates = state.trained + state.refused + state.unlabelled + state.open();
        require(
                natural && state.predicted == fates,
                "holds impossible counts: " + state.predicted + " predicted, " + state.trained + " trained, "
                        + state.refused + " refused, " + state.unlabelled + " unlabelled, " + state.open()
                        + " waiting");
    }

    private int length(LearnerState state, byte[] key) {
        long doubles = state.encoderStats.length + (long) state.drift.length;
        for (double[] row : state.evaluation) {
            doubles += row.length;
        }
        long floats = state.params.length * (1L + state.slots.length);
        long waiting = state.pending.size * waitingBytes(learner.network());
        return Math.toIntExact(length(shape.length + key.length, floats, doubles, state.evaluation.length) + waiting);
    }

    /** Without the waiting examples. */
    private static long length(long textBytes, long floats, long doubles, int rows) {
        return (11L + rows) * Integer.BYTES
                + 8L * Long.BYTES
                + textBytes
                + floats * Float.BYTES
                + doubles * Double.BYTES;
    }

    private static long waitingBytes(Network network) {
        return network.width(0) * (long) Float.BYTES + EXAMPLE_TAIL;
    }

    private void putPending(ByteBuffer out, Batch pending) {
        int width = learner.network().width(0);
        out.putInt(pending.size).putLong(pending.firstTime);
        for (int i = 0; i < pending.size; i++) {
            out.asFloatBuffer().put(pending.activation[0], i * width, width);
            out.position(out.position() + width * Float.BYTES);
            out.putDouble(pending.labels[i]).putDouble(pending.weights[i]);
            out.putInt(pending.partitions[i]).putLong(pending.offsets[i]);
        }
    }

    private void getPending(ByteBuffer in, Batch pending) {
        int width = learner.network().width(0);
        int size = in.getInt();
        long firstTime = in.getLong();
        long left = (long) size * (width * Float.BYTES + EXAMPLE_TAIL);
        require(size >= 0 && left == in.remaining(), "is damaged: it claims " + size + " waiting examples");
        require(learner.holds(size), "holds " + size + " waiting examples, more than this model can");
        for (int i = 0; i < size; i++) {
            pending.reserveRow();
            in.asFloatBuffer().get(pending.activation[0], i * width, width);
            in.position(in.position() + width * Float.BYTES);
            double label = in.getDouble();
            double weight = in.getDouble();
            require(
                    learner.check().isLabel(label) && weight > 0 && weight <= Float.MAX_VALUE,
                    "holds a waiting example of label " + label + " and weight " + weight);
            pending.keepRow(label, weight, in.getInt(), in.getLong());
        }
        pending.firstTime = firstTime;
    }

    private static void putText(ByteBuffer out, byte[] utf8) {
        out.putInt(utf8.length).put(utf8);
    }

    private static String getText(ByteBuffer in) {
        byte[] utf8 = new byte[checkedLength(in, 1)];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static void putFloats(ByteBuffer out, float[] values) {
        out.putInt(values.length);
        putArray(out, values);
    }

    private static void putArray(ByteBuffer out, float[] values) {
        out.asFloatBuffer().put(values);
        out.position(out.position() + values.length * Float.BYTES);
    }

    private static void getFloats(ByteBuffer in, float[] values, String what) {
        int n = checkedLength(in, Float.BYTES);
        require(n == values.length, "holds " + n + " " + what + ", not " + values.length);
        getArray(in, values, what);
    }

    private static void getArray(ByteBuffer in, float[] values, String what) {
        in.asFloatBuffer().get(values);
        in.position(in.position() + values.length * Float.BYTES);
        for (float value : values) {
            require(Math.abs(value) <= Float.MAX_VALUE, "holds " + what + " that are not finite");
        }
    }

    private static void putSlots(ByteBuffer out, float[][] slots) {
        int floats = 0;
        for (float[] slot : slots) {
            floats += slot.length;
        }
        out.putInt(floats);
        for (float[] slot : slots) {
            putArray(out, slot);
        }
    }

    private static void getSlots(ByteBuffer in, float[][] slots) {
        int floats = 0;
        for (float[] slot : slots) {
            floats += slot.length;
        }
        int n = checkedLength(in, Float.BYTES);
        require(n == floats, "holds " + n + " optimizer slots, not " + floats);
        for (float[] slot : slots) {
            getArray(in, slot, "optimizer slots");
        }
    }

    private static void putDoubles(ByteBuffer out, double[] values) {
        out.putInt(values.length).asDoubleBuffer().put(values);
        out.position(out.position() + values.length * Double.BYTES);
    }

    private static double[] getDoubles(ByteBuffer in) {
        double[] values = new double[checkedLength(in, Double.BYTES)];
        in.asDoubleBuffer().get(values);
        in.position(in.position() + values.length * Double.BYTES);
        return values;
    }

    private static void getEncoderStats(ByteBuffer in, double[] stats) {
        double[] read = getDoubles(in);
        require(read.length == stats.length, "holds " + read.length + " encoder statistics, not " + stats.length);
        for (double value : read) {
            require(Math.abs(value) <= Double.MAX_VALUE, "holds encoder statistics that are not finite");
        }
        System.arraycopy(read, 0, stats, 0, stats.length);
    }

    /** A length that fits what is left, so that no claim makes a big allocation. */
    private static int checkedLength(ByteBuffer in, int bytesEach) {
        int n = in.getInt();
        require(
                n >= 0 && (long) n * bytesEach <= in.remaining(),
                "is damaged: it claims " + n + " values where " + in.remaining() + " bytes are left");
        return n;
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException("snapshot " + problem);
        }
    }
}
