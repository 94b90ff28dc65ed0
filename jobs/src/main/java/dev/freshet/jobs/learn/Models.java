package dev.freshet.jobs.learn;

import dev.freshet.jobs.ledger.FateCounter;
import dev.freshet.model.Action;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.model.TakenAction;
import dev.freshet.wire.CommandAck;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Publishes the models that are due, and says what became of the commands that change them. */
final class Models {
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

    /** The same state after it. */
    void after(LearnerState state, Outcome outcome) throws Exception {
        PublishRules.Reason due = publisher.after(state, outcome);
        if (due != null) {
            publish(state, due);
        }
    }

    void publish(LearnerState state, PublishRules.Reason why) throws Exception {
        publisher.publish(state, why).forEach(outlet::emit);
    }

    void acknowledge(List<CommandAck> acks) {
        acks.forEach(ack -> outlet.emit(outputs.ack(ack)));
    }

    /** What commands that have acted leave behind. */
    void acted(LearnerState state, Outcome outcome) throws Exception {
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
