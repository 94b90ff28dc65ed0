package dev.freshet.model;

import dev.freshet.model.encode.CategoryHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes commands in and lets them act where no batch is half learned. One per learner; holds no model. */
final class Actions {
    private final Learner learner;
    private @Nullable SnapshotCodec codec;

    Actions(Learner learner) {
        this.learner = learner;
    }

    /** Gives {@code planned} its step and keeps it. */
    void plan(LearnerState state, PlannedAction planned) {
        long at = planned.at() == PlannedAction.NOW ? state.step : planned.at();
        require(at >= state.step, "at " + at + " has passed: the key is at step " + state.step);
        boolean never = planned.action() instanceof Action.Resume && state.steering.frozen && at > state.step;
        require(!never, "at " + at + " would never come: the key is frozen at step " + state.step);
        Steering steering = state.steering;
        require(
                steering.waiting.size() < Steering.MOST_WAITING,
                "at most " + Steering.MOST_WAITING + " commands may wait for a key: got one more");
        Action action = planned.action();
        if (action instanceof Action.SetRate) {
            String reason = learner.spec().optimizer().whyUnscalable();
            require(reason == null, "set-rate is not for this optimizer: " + reason);
        }
        if (action instanceof Action.Promote promote) {
            requireChallenger(state, promote.challenger());
        }
        if (action instanceof Action.Rollback rollback) {
            require(!steering.holdsRollback(), "at most one rollback may wait for a key: got another");
            action = bare(state, rollback);
        }
        steering.keep(new PlannedAction(planned.id(), at, planned.partition(), planned.offset(), action));
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static void requireChallenger(LearnerState state, String name) {
        Rivals rivals = state.rivals;
        if (rivals == null) {
            throw new IllegalArgumentException("there are no challengers to be promoted: got " + name);
        }
        require(!rivals.champion.equals(name), name + " is the key's champion already");
        require(
                rivals.indexOf(name) >= 0,
                "a challenger must be one of " + String.join(", ", rivals.names()) + ": got " + name);
    }

    /** The same model without what waits beside it, so that a rollback that waits has a bound. */
    private Action.Rollback bare(LearnerState state, Action.Rollback rollback) {
        LearnerState target = decode(rollback);
        require(target.key.equals(state.key), "snapshot is of key " + target.key + ", the command of key " + state.key);
        target.predicted -= target.open();
        target.pending.clear();
        target.steering.waiting = List.of();
        target.rivals = null;
        return new Action.Rollback(codec().encode(target));
    }

    private LearnerState decode(Action.Rollback rollback) {
        return codec().decode(rollback.snapshot());
    }

    private SnapshotCodec codec() {
        if (codec == null) {
            codec = SnapshotCodec.plain(learner);
        }
        return codec;
    }

    /**
     * Lets all that are due act, in the order in which they came; the open batch stands unless one drops it. A promotion acts
     * behind the batch, and what comes behind it meets the model that was promoted.
     */
    void actDue(LearnerState state, Outcome outcome) {
        while (!isPromotionDue(state)) {
            PlannedAction due = state.steering.takeDue(state.step, state.open() > 0);
            if (due == null) {
                return;
            }
            outcome.take(act(state, due.at(state.step), outcome));
        }
    }

    private static boolean isPromotionDue(LearnerState state) {
        return state.rivals != null && state.rivals.ordered != null;
    }

    private TakenAction act(LearnerState state, PlannedAction planned, Outcome outcome) {
        long seen = state.seen();
        LearnerState target;
        try {
            target = target(state, planned.action());
        } catch (IllegalArgumentException e) {
            return new TakenAction(planned, seen, 0, state.fingerprint, e.getMessage(), null);
        }
        int dropped = planned.action().dropsBatch() ? drop(state) : 0;
        state.fingerprint = Fingerprint.act(state.fingerprint, digest(planned.action(), target));
        LearnerState copy = planned.action() instanceof Action.Snapshot ? state.copy() : null;
        if (planned.action() instanceof Action.Erase) {
            copy = state.copy();
            giveUpWaiting(state, seen, outcome);
            state.become(learner.init(state.key));
        } else {
            apply(state, planned.action(), target);
        }
        return new TakenAction(planned, seen, dropped, state.fingerprint, null, copy);
    }

    /** The state whose model is to be taken; null where none is. */
    private @Nullable LearnerState target(LearnerState state, Action action) {
        if (action instanceof Action.Rollback rollback) {
            return decode(rollback);
        }
        if (action instanceof Action.Promote promote) {
            requireChallenger(state, promote.challenger());
        }
        return action instanceof Action.Reset ? learner.begin(state.key) : null;
    }

    /** Drops the open batch, counted as refused; says how many examples it had. */
    int drop(LearnerState state) {
        Batch batch = state.pending;
        int dropped = batch.size;
        if (dropped > 0) {
            state.refused += dropped;
            state.fingerprint = Fingerprint.drop(state.fingerprint, learner.specHash(), batch);
            batch.clear();
        }
        return dropped;
    }

    private static void apply(LearnerState state, Action action, @Nullable LearnerState target) {
        if (target != null) {
            state.takeModel(target);
            if (state.rivals != null) {
                state.rivals.replaced = true;
            }
        } else if (action instanceof Action.Freeze || action instanceof Action.Resume) {
            state.steering.frozen = action instanceof Action.Freeze;
        } else if (action instanceof Action.SetRate set) {
            state.steering.rate = set.factor();
        } else if (action instanceof Action.Promote promote && state.rivals != null) {
            state.rivals.ordered = promote.challenger();
        }
    }

    private static void giveUpWaiting(LearnerState state, long seen, Outcome outcome) {
        for (PlannedAction other : state.steering.waiting) {
            outcome.take(new TakenAction(
                    other, seen, 0, state.fingerprint, "the key was erased at step " + state.step, null));
        }
    }

    private static long digest(Action action, @Nullable LearnerState target) {
        String argument = Steering.argument(action);
        long of = CategoryHash.of(argument.isEmpty() ? action.name() : action.name() + " " + argument);
        return action instanceof Action.Rollback && target != null ? CategoryHash.mix(of ^ target.fingerprint) : of;
    }
}
