package dev.freshet.jobs.learn;

import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Prior;
import dev.freshet.model.Selection;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to make a pipeline's {@link Learner} wherever it is needed: the spec and, where keys begin at a prior, the
 * prior's snapshot.
 */
public final class LearnerSource implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LearnerSpec spec;
    private final byte @Nullable [] prior;
    private final double shrinkage;
    private final @Nullable Selection selection;

    private LearnerSource(LearnerSpec spec, byte @Nullable [] prior, double shrinkage, @Nullable Selection selection) {
        this.selection = selection;
        this.spec = spec;
        this.prior = prior;
        this.shrinkage = shrinkage;
    }

    /** Of keys that begin with the spec's own initial weights. */
    public static LearnerSource of(LearnerSpec spec) {
        return new LearnerSource(spec, null, 0, null);
    }

    /**
     * Of keys that begin at a prior.
     *
     * @param prior bytes of {@link dev.freshet.model.SnapshotCodec}, read only
     * @param shrinkage see {@link Prior}
     */
    public static LearnerSource of(LearnerSpec spec, byte[] prior, double shrinkage) {
        return new LearnerSource(spec, prior, shrinkage, null);
    }

    /** The same with challengers beside each key's champion; null for none. */
    public LearnerSource choosing(@Nullable Selection others) {
        return new LearnerSource(spec, prior, shrinkage, others);
    }

    /** A learner that only reads what others have learned: where keys begin is none of its business. */
    public Learner reader() {
        return new Learner(spec, null, selection);
    }

    /** A learner of its own for one thread. */
    public Learner open() {
        return new Learner(spec, prior == null ? null : Prior.of(spec, prior, shrinkage), selection);
    }
}
