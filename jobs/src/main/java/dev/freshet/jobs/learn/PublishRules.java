package dev.freshet.jobs.learn;

import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.model.drift.DriftLevel;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * When a key's model is published while it learns; decided by the key's own steps, event times and alarms, so that a replay
 * publishes the same. The end of the input publishes every key besides.
 *
 * @param every batches: at each multiple of it and, so that a young model is soon there, at each power of four below it; 0
 *     for never
 * @param ageMillis of event time: with a key's first event behind each whole multiple of it, if the model has learned since
 *     it was last published; 0 for never
 * @param onDrift whether an alarm, and the response to it, publish
 * @param gate which of them reach the models topic; the history gets them all
 */
public record PublishRules(int every, long ageMillis, boolean onDrift, QualityGate gate) implements Serializable {
    /** At the end only. */
    public static final PublishRules AT_END = new PublishRules(0, 0, false);

    /** What costs training less than 5 % of its throughput. */
    public static final PublishRules DEFAULT = new PublishRules(250, 0, true);

    /** Why a model was published. */
    enum Reason {
        STEPS,
        AGE,
        DRIFT,
        /** A challenger has taken the champion's place. */
        PROMOTION,
        /** A command asked for it, or has changed the model. */
        COMMAND,
        /** The key was idle for too long and begins anew. */
        IDLE,
        /** The input has ended. */
        END
    }

    public PublishRules {
        if (every < 0) {
            throw new IllegalArgumentException("publish.every must be >= 1 batches, or 0 for never: got " + every);
        }
        if (ageMillis < 0) {
            throw new IllegalArgumentException("publish.age must be > 0 ms, or 0 for never: got " + ageMillis);
        }
    }

    /** Without a gate. */
    public PublishRules(int every, long ageMillis, boolean onDrift) {
        this(every, ageMillis, onDrift, QualityGate.NONE);
    }

    /** Whether a model is ever published before the end. */
    public boolean any() {
        return every > 0 || ageMillis > 0 || onDrift;
    }

    /**
     * What makes a model due.
     *
     * @param step and {@code time} of the state's latest event, before {@code outcome} came about
     * @param state after it
     * @return null for nothing; {@link Reason#AGE} only if the model has learned since it was last published
     */
    @Nullable
    Reason due(long step, long time, boolean seen, LearnerState state, Outcome outcome) {
        if (!outcome.promotions().isEmpty()) {
            return Reason.PROMOTION;
        }
        boolean alarm = outcome.driftChanged() && outcome.drift() == DriftLevel.DRIFT;
        if (onDrift && (alarm || outcome.response() != null)) {
            return Reason.DRIFT;
        }
        if (every > 0 && step < state.step() && isCrossed(step, state.step())) {
            return Reason.STEPS;
        }
        boolean older = ageMillis > 0 && seen && age(time) < age(state.lastTime());
        return older ? Reason.AGE : null;
    }

    private boolean isCrossed(long from, long to) {
        long power = Long.highestOneBit(to);
        power >>= Long.numberOfTrailingZeros(power) % 2;
        return (from < power && power < every) || from / every < to / every;
    }

    private long age(long time) {
        return Math.floorDiv(time, ageMillis);
    }
}
