package dev.freshet.jobs.learn;

import dev.freshet.jobs.ledger.FateCounter;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.wire.SafeText;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.jspecify.annotations.Nullable;

/** The states that records meet: found, begun anew where a key was idle for too long, kept when they have changed. */
final class KeyStates {
    private final LearnerStore store;
    private final StateRules rules;
    private final FateCounter fates;
    private final Models models;
    private final @Nullable Commands commands;
    private final Counter expired;

    KeyStates(
            LearnerStore store,
            StateRules rules,
            FateCounter fates,
            Models models,
            @Nullable Commands commands,
            Counter expired) {
        this.store = store;
        this.rules = rules;
        this.fates = fates;
        this.models = models;
        this.commands = commands;
        this.expired = expired;
    }

    /** A key whose state cannot be read now cannot be read after a restart either. */
    LearnerState of(String key) throws Exception {
        try {
            return store.get(key);
        } catch (IllegalArgumentException e) {
            throw new SuppressRestartsException(
                    new IllegalStateException("model " + SafeText.of(key) + ": " + e.getMessage(), e));
        }
    }

    /** The state that an event meets; one that was idle for too long is published and makes way for a new one. */
    LearnerState unexpired(String key, long time) throws Exception {
        LearnerState state = of(key);
        boolean seen = state.predicted() > 0;
        if (!seen || !rules.expired(state.lastTime(), time)) {
            return state;
        }
        models.publish(state, PublishRules.Reason.IDLE);
        if (commands != null) {
            models.acknowledge(
                    commands.givenUp(state, models.place(key), "the key was idle for too long and begins anew"));
        }
        fates.refusedOpen(state.open());
        expired.inc();
        return store.renew(key);
    }

    /** The state just got has been answered from; one that is new is kept from here on. */
    void answered(LearnerState state) throws Exception {
        if (state.predicted() == 0) {
            store.changed();
        }
    }

    /** The state just got has changed; whether it is kept, which it is unless an erasure leaves nothing of it. */
    boolean keep(LearnerState state, Outcome outcome) throws Exception {
        if (commands != null && commands.leavesNothing(state, outcome)) {
            fates.refusedOpen(state.open());
            store.remove(state.key());
            return false;
        }
        store.changed();
        return true;
    }
}
