package dev.freshet.jobs.learn;

import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Prior;
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

    private LearnerSource(LearnerSpec spec, byte @Nullable [] prior, double shrinkage) {
        this.spec = spec;
        this.prior = prior;
        this.shrinkage = shrinkage;
    }

    /** Of keys that begin with the spec's own initial weights. */
    public static LearnerSource of(LearnerSpec spec) {
        return new LearnerSource(spec, null, 0);
    }

    /**
     * Of keys that begin at a prior.
     *
     * @param prior bytes of {@link dev.freshet.model.SnapshotCodec}, read only
     * @param shrinkage see {@link Prior}
     */
    public static LearnerSource of(LearnerSpec spec, byte[] prior, double shrinkage) {
        return new LearnerSource(spec, prior, shrinkage);
    }

    /** A learner of its own for one thread. */
    public Learner open() {
        return prior == null ? new Learner(spec) : new Learner(spec, Prior.of(spec, prior, shrinkage));
    }
}
