package dev.freshet.jobs.learn;

import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * What Flink keeps per model key: a live {@link LearnerState} with the codec that writes it, or the bytes of one that
 * nobody has read yet. So the state serializer needs no knowledge of the model, and a restore decodes a key when its next
 * event arrives.
 */
final class KeyedLearner {
    private @Nullable LearnerState live;
    private byte @Nullable [] bytes;
    private @Nullable SnapshotCodec codec;

    private KeyedLearner() {}

    static KeyedLearner of(LearnerState live, SnapshotCodec codec) {
        KeyedLearner keyed = new KeyedLearner();
        keyed.live = live;
        keyed.codec = codec;
        return keyed;
    }

    static KeyedLearner of(byte[] bytes) {
        KeyedLearner keyed = new KeyedLearner();
        keyed.bytes = bytes;
        return keyed;
    }

    /**
     * The live state, decoded by {@code reader} if it was bytes until now.
     *
     * @throws IllegalArgumentException if the bytes are damaged or of another model
     */
    LearnerState live(SnapshotCodec reader) {
        if (live == null) {
            if (bytes == null) {
                throw new IllegalStateException("a keyed learner holds a state or its bytes: got neither");
            }
            live = reader.decode(bytes);
            codec = reader;
            bytes = null;
        }
        return live;
    }

    /**
     * The same, held to the key under which Flink has it.
     *
     * @throws IllegalArgumentException also if the state is another key's
     */
    LearnerState live(SnapshotCodec reader, String key) {
        LearnerState state = live(reader);
        if (!state.key().equals(key)) {
            throw new IllegalArgumentException("snapshot of model " + SafeText.of(state.key())
                    + " stands under the key " + SafeText.of(key)
                    + ": the checkpoint is damaged, restore an earlier one");
        }
        return state;
    }

    /** The state's snapshot, see {@link SnapshotCodec}; read only. */
    byte[] bytes() {
        if (live != null && codec != null) {
            return codec.encode(live);
        }
        if (bytes == null) {
            throw new IllegalStateException("a keyed learner holds a state or its bytes: got neither");
        }
        return bytes;
    }

    /** Shares nothing that changes. */
    KeyedLearner copy() {
        KeyedLearner copy = new KeyedLearner();
        copy.live = live == null ? null : live.copy();
        copy.bytes = bytes;
        copy.codec = codec;
        return copy;
    }
}
