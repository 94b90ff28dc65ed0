package dev.freshet.jobs.fuzz;

import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Any bytes are refused as a snapshot, or are one that is written again as it was; a checksum that does not fit is mended. */
public final class SnapshotTarget {
    private static final Learner LEARNER = new Learner(RandomSpecs.network(4, 0.01));
    private static final SnapshotCodec CODEC = new SnapshotCodec(LEARNER);

    private SnapshotTarget() {}

    /** A snapshot to begin with. */
    static byte[] seed() {
        LearnerState state = LEARNER.init("k");
        for (int i = 0; i < 6; i++) {
            var unused = LEARNER.observe(state, new Example(new double[] {i, 1}, new long[] {7}, i % 2, 1, i, 0, i));
        }
        return CODEC.encode(state);
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        decode(bytes);
        if (bytes.length > Integer.BYTES) {
            decode(mended(bytes));
        }
    }

    private static void decode(byte[] bytes) {
        LearnerState state;
        try {
            state = CODEC.decode(bytes);
        } catch (IllegalArgumentException e) {
            return;
        }
        byte[] again = CODEC.encode(state);
        if (!Arrays.equals(again, CODEC.encode(CODEC.decode(again)))) {
            throw new IllegalStateException("a snapshot that is read must be written the same again and again");
        }
    }

    private static byte[] mended(byte[] bytes) {
        byte[] mended = bytes.clone();
        CRC32C sum = new CRC32C();
        sum.update(mended, 0, mended.length - Integer.BYTES);
        int value = (int) sum.getValue();
        for (int i = 0; i < Integer.BYTES; i++) {
            mended[mended.length - 1 - i] = (byte) (value >>> (8 * i));
        }
        return mended;
    }
}
