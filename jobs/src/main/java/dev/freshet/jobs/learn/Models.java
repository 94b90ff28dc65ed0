package dev.freshet.jobs.learn;

import dev.freshet.jobs.ledger.FateCounter;
import dev.freshet.model.Action;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.model.Promotion;
import dev.freshet.model.TakenAction;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.SafeText;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes the models that are due, and says what became of the commands that change them. */
final class Models {
    private static final Logger LOG = LoggerFactory.getLogger(Models.class);

    private final Publisher publisher;
    private final OutputRecords outputs;
    private final Outlet outlet;
    private final FateCounter fates;
    private final @Nullable Commands commands;

    Models(Publisher publisher, OutputRecords outputs, Outlet outlet, FateCounter fates, @Nullable Commands commands) {
        this.publisher = publisher;
        this.outputs = outputs;
        this.outlet = outlet;
        this.fates = fates;
        this.commands = commands;
    }

    /** The key's state before a record, whose place becomes its last. */
    void before(LearnerState state, int partition, long offset) throws Exception {
        publisher.before(state, partition, offset);
    }

    /** {@code partition:offset} of the last record that the current key, {@code key}, has taken in; null for none. */
    @Nullable
    String place(String key) throws Exception {
        return publisher.place(key);
    }

    /** The same state after it, or after a command. */
    void after(LearnerState state, Outcome outcome) throws Exception {
        PublishRules.Reason due = publisher.after(state, outcome);
        if (due != null) {
            publish(state, due);
        }
    }

    void publish(LearnerState state, PublishRules.Reason why) throws Exception {
        publisher.publish(state, why).forEach(outlet::emit);
    }

    /** Tells of the challengers that have taken the champion's place. */
    private void promoted(LearnerState state, Outcome outcome) {
        for (Promotion promotion : outcome.promotions()) {
            outlet.emit(outputs.promotion(state.key(), promotion));
            LOG.info(
                    "model {}: {} is champion in {}'s place at step {}, by {}: {}",
                    SafeText.of(state.key()),
                    promotion.to(),
                    promotion.from(),
                    promotion.step(),
                    promotion.commanded() ? "command" : "rule",
                    promotion.evidence());
        }
    }

    void acknowledge(List<CommandAck> acks) {
        acks.forEach(ack -> outlet.emit(outputs.ack(ack)));
    }

    /** What commands that have acted, and promotions, leave behind. */
    void acted(LearnerState state, Outcome outcome) throws Exception {
        actedOn(state, outcome);
        promoted(state, outcome);
    }

    private void actedOn(LearnerState state, Outcome outcome) throws Exception {
        if (commands == null || outcome.taken().isEmpty()) {
            return;
        }
        acknowledge(commands.taken(state, place(state.key()), outcome));
        for (TakenAction taken : outcome.taken()) {
            if (taken.problem() == null) {
                publishTaken(state, taken, !commands.leavesNothing(state, outcome));
            }
        }
    }

    private void publishTaken(LearnerState state, TakenAction taken, boolean begun) throws Exception {
        LearnerState given = taken.state();
        if (Commands.isErasure(taken)) {
            fates.erased(Objects.requireNonNull(given, "an erasure gives out what the key was"));
            publisher.erased(state.key(), begun);
            Objects.requireNonNull(commands, "who takes commands").erase();
            outputs.erased(state.key()).forEach(outlet::emit);
        } else if (given != null) {
            publish(given, PublishRules.Reason.COMMAND);
        } else if (taken.action().dropsBatch() && !(taken.action() instanceof Action.Freeze)) {
            publish(state, PublishRules.Reason.COMMAND);
        }
    }
}
