package dev.freshet.jobs.score;

import dev.freshet.model.Learner;
import dev.freshet.model.NotFiniteException;
import dev.freshet.model.Scorer;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Header;
import dev.freshet.wire.ModelRecord;
import dev.freshet.wire.SafeText;
import dev.freshet.wire.Sha256;
import org.jspecify.annotations.Nullable;

/** Looks at a snapshot before it may answer: that it is whole, of this learner, sound, and not behind the one it replaces. */
final class ModelGate {
    private final Learner learner;
    private final SnapshotCodec codec;

    /** Why a snapshot was refused. */
    enum Refusal {
        DAMAGED,
        OTHER_MODEL,
        NOT_FINITE,
        OLDER
    }

    /** A snapshot that may answer, or why it may not. */
    sealed interface Verdict {
        /** It may. */
        record Taken(HeldBytes bytes, HeldModel model) implements Verdict {}

        /** It may not. */
        record Refused(Refusal why, String detail) implements Verdict {}
    }

    /** @param learner without a prior */
    ModelGate(Learner learner) {
        this.learner = learner;
        codec = new SnapshotCodec(learner);
    }

    /**
     * Judges the record of a key's snapshot.
     *
     * @param held what the key has; null for none
     */
    Verdict judge(ModelRecord record, byte[] snapshot, @Nullable HeldBytes held) {
        String expected = Header.text(record.raw().headers(), "sha256");
        String found = expected == null ? null : Sha256.hex(snapshot);
        if (expected != null && !expected.equals(found)) {
            return new Verdict.Refused(
                    Refusal.DAMAGED, "its sha256 is " + found + ", its header says " + SafeText.of(expected, 64));
        }
        String source = Header.text(record.raw().headers(), "source");
        if (held != null && source != null && held.isAheadOf(source) && difference(held) == null) {
            return new Verdict.Refused(
                    Refusal.OLDER,
                    "it has learned up to " + SafeText.of(source, 300) + ", the one that answers up to "
                            + SafeText.of(held.source(), 300));
        }
        return loaded(record, snapshot, source == null ? "" : source);
    }

    private Verdict loaded(ModelRecord record, byte[] snapshot, String source) {
        Scorer scorer;
        try {
            String difference = codec.difference(snapshot);
            if (difference != null) {
                return new Verdict.Refused(Refusal.OTHER_MODEL, SafeText.of(difference));
            }
            scorer = Scorer.load(learner, snapshot);
        } catch (IllegalArgumentException e) {
            Refusal why = e instanceof NotFiniteException ? Refusal.NOT_FINITE : Refusal.DAMAGED;
            return new Verdict.Refused(why, SafeText.of(String.valueOf(e.getMessage())));
        }
        if (!scorer.key().equals(record.key())) {
            return new Verdict.Refused(Refusal.DAMAGED, "it is of key " + SafeText.of(scorer.key(), 60));
        }
        long spec = spec(record);
        return new Verdict.Taken(new HeldBytes(spec, source, snapshot), HeldModel.of(scorer, spec, false));
    }

    /** What was once taken, perhaps by a job of another learner than the one that was restored with it. */
    Verdict load(HeldBytes held) {
        String difference = difference(held);
        return difference == null
                ? new Verdict.Taken(held, HeldModel.of(Scorer.load(learner, held.snapshot()), held.spec(), false))
                : new Verdict.Refused(Refusal.OTHER_MODEL, difference);
    }

    private @Nullable String difference(HeldBytes held) {
        String difference = codec.difference(held.snapshot());
        return difference == null ? null : SafeText.of(difference);
    }

    private long spec(ModelRecord record) {
        String spec = Header.text(record.raw().headers(), "spec");
        try {
            return spec == null ? learner.specHash() : Long.parseUnsignedLong(spec, 16);
        } catch (NumberFormatException e) {
            return learner.specHash();
        }
    }
}
