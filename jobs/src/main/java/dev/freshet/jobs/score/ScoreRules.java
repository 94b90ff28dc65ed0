package dev.freshet.jobs.score;

import java.io.Serializable;

/**
 * What becomes of features whose key has no model; decided by the key's own features, so that no clock and no load counts.
 *
 * @param untilModel whether they wait
 * @param waitMillis how far the time of the key's newest features may be ahead of those that wait
 * @param most features that wait per key
 * @param then what becomes of those that have waited for too long, or for which there is no room
 */
public record ScoreRules(UntilModel untilModel, long waitMillis, int most, Then then) implements Serializable {
    /** An hour, a thousand, then the prior. */
    public static final ScoreRules DEFAULT = new ScoreRules(UntilModel.WAIT, 3_600_000, 1_000, Then.PRIOR);

    /** What features do whose key has no model. */
    public enum UntilModel {
        /** They wait for it. */
        WAIT,
        /** They are answered by the model at which every key begins. */
        PRIOR
    }

    /** What becomes of features that have waited for too long. */
    public enum Then {
        /** They are answered by the model at which every key begins. */
        PRIOR,
        /** They become dead letters. */
        DEAD_LETTER
    }

    public ScoreRules {
        if (waitMillis <= 0) {
            throw new IllegalArgumentException("scoring.wait must be > 0 ms: got " + waitMillis);
        }
        if (most < 1) {
            throw new IllegalArgumentException("scoring.most must be >= 1 features: got " + most);
        }
    }

    /** Whether features may be refused after they were decoded, so that their record has to come along. */
    public boolean mayRefuse() {
        return untilModel == UntilModel.WAIT && then == Then.DEAD_LETTER;
    }

    /** Whether features at {@code time} have waited for too long when the newest of their key are at {@code newest}. */
    boolean isOver(long time, long newest) {
        long end = time + waitMillis;
        boolean beyondAllTime = end < time;
        return !beyondAllTime && newest > end;
    }
}
