package dev.freshet.jobs.score;

import dev.freshet.model.Scorer;
import dev.freshet.wire.ModelRef;

/** A model that answers, and how its answers name it. */
record HeldModel(Scorer scorer, ModelRef ref) {
    /** @param spec hash of the definition by which it was learned */
    static HeldModel of(Scorer scorer, long spec, boolean prior) {
        return new HeldModel(scorer, new ModelRef(scorer.step(), scorer.fingerprint(), spec, prior));
    }
}
