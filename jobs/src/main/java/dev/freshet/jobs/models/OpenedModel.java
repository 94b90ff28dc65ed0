package dev.freshet.jobs.models;

import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Scorer;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.SafeText;
import dev.freshet.wire.Sha256;
import org.jspecify.annotations.Nullable;

/** A published model whose bytes are whole and of the pipeline's learner. */
public final class OpenedModel {
    private final Published published;
    private final byte[] snapshot;
    private final Learner learner;
    private final LearnerState state;

    private OpenedModel(Published published, byte[] snapshot, Learner learner, LearnerState state) {
        this.published = published;
        this.snapshot = snapshot;
        this.learner = learner;
        this.state = state;
    }

    /**
     * Looks at the bytes of a model.
     *
     * @throws LocalRunException if they are not those that its headers name, damaged, or of another model than {@code reader}'s
     */
    public static OpenedModel of(Learner reader, Published published, byte[] snapshot) {
        String expected = published.header("sha256");
        String found = Sha256.hex(snapshot);
        if (expected != null && !expected.equals(found)) {
            throw refused(
                    published,
                    "is damaged: its sha256 is " + found + ", its header says " + SafeText.of(expected, 64),
                    null);
        }
        SnapshotCodec codec = new SnapshotCodec(reader);
        try {
            String difference = codec.difference(snapshot);
            if (difference != null) {
                throw refused(
                        published,
                        "is another model than the pipeline's: " + SafeText.of(difference)
                                + "; name the pipeline file by which it learned",
                        null);
            }
            LearnerState state = codec.decode(snapshot);
            return new OpenedModel(published, snapshot, reader.of(state), state);
        } catch (IllegalArgumentException e) {
            throw refused(published, "cannot be read: " + SafeText.of(String.valueOf(e.getMessage())), e);
        }
    }

    private static LocalRunException refused(Published published, String why, @Nullable Exception cause) {
        return new LocalRunException(
                "the model of key " + SafeText.of(published.key()) + " at " + published.place() + " of topic "
                        + published.topic() + " " + why,
                cause);
    }

    public Published published() {
        return published;
    }

    /** As it lies on the topic; read only. */
    public byte[] snapshot() {
        return snapshot;
    }

    /** Without a prior. */
    Learner learner() {
        return learner;
    }

    LearnerState state() {
        return state;
    }

    /** To be asked and not taught. */
    public Scorer scorer() {
        return Scorer.of(learner, state);
    }
}
