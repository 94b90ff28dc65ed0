package dev.freshet.jobs.learn;

import dev.freshet.model.Action;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.model.PlannedAction;
import dev.freshet.model.TakenAction;
import dev.freshet.wire.Command;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * Hands commands in to the learner and says what became of each. A command is judged by its key's state alone; the learner
 * lets it act where no batch is half learned.
 */
final class Commands {
    private final Learner learner;
    private final NewestIds ids;
    private final String topic;
    private final String learned;
    private final boolean waits;

    /**
     * Of one subtask.
     *
     * @param topics of the commands, and of what is learned
     * @param waits whether features wait for labels that come later
     */
    Commands(CommandRules rules, Learner learner, KeyedStateStore states, OutputTopics topics, boolean waits) {
        this.waits = waits;
        this.learner = learner;
        topic = topics.commands();
        learned = topics.learned();
        ids = new NewestIds("command", rules.ids(), states);
    }

    /** What came of handing a command in. */
    record Handed(CommandAck ack, @Nullable Outcome outcome) {}

    /**
     * Hands in a command of Flink's current key, whose state this is; an outcome is there where it was accepted.
     *
     * @param place {@code partition:offset} of the last record that the key's model has taken in; null for none
     */
    Handed handIn(LearnerState state, @Nullable String place, Command command) throws Exception {
        if (ids.of(command.id()) != null) {
            return refused(state, place, command, CommandAck.Status.DUPLICATE, "a command of this id came before");
        }
        ids.remember(command.id(), command.raw().offset());
        String problem = problem(state, command);
        if (problem != null) {
            return refused(state, place, command, CommandAck.Status.REJECTED, problem);
        }
        long seen = state.seen();
        PlannedAction planned = new PlannedAction(
                command.id(),
                command.at() == PlannedAction.NOW ? state.step() : command.at(),
                command.raw().partition(),
                command.raw().offset(),
                Objects.requireNonNull(command.action()));
        long fingerprint = state.fingerprint();
        try {
            Outcome outcome = learner.command(state, planned);
            CommandAck ack = new CommandAck(
                    command.id(),
                    command.key(),
                    command.word(),
                    CommandAck.Status.ACCEPTED,
                    planned.at(),
                    seen,
                    0,
                    fingerprint,
                    null,
                    after(place),
                    List.of(),
                    source(planned));
            return new Handed(ack, outcome);
        } catch (IllegalArgumentException e) {
            return refused(state, place, command, CommandAck.Status.REJECTED, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String problem(LearnerState state, Command command) {
        if (command.problem() != null) {
            return command.problem();
        }
        if (command.expect() != Command.ANY && command.expect() != state.step()) {
            return "expected step " + command.expect() + ", the key is at step " + state.step();
        }
        if (command.action() instanceof Action.Reset && command.expect() == Command.ANY && !command.force()) {
            return "a reset must expect a step, or be forced: the key is at step " + state.step();
        }
        if (command.action() instanceof Action.Erase && waits) {
            return "erase is not for a pipeline whose labels come later: features of the key may wait for them";
        }
        if (command.action() instanceof Action.Promote promote) {
            return "no challenger is named " + promote.challenger();
        }
        return null;
    }

    private Handed refused(
            LearnerState state, @Nullable String place, Command command, CommandAck.Status status, String reason) {
        Source src = new Source(topic, command.raw().partition(), command.raw().offset());
        return new Handed(
                new CommandAck(
                        command.id(),
                        command.key(),
                        command.word(),
                        status,
                        state.step(),
                        state.seen(),
                        0,
                        state.fingerprint(),
                        reason,
                        after(place),
                        List.of(),
                        src),
                null);
    }

    /** Of those that have acted, or could not any more, by when {@code state} had taken in the record at {@code place}. */
    List<CommandAck> taken(LearnerState state, @Nullable String place, Outcome outcome) {
        List<CommandAck> acks = new ArrayList<>();
        for (TakenAction taken : outcome.taken()) {
            CommandAck ack = new CommandAck(
                    taken.planned().id(),
                    state.key(),
                    taken.action().name(),
                    taken.problem() == null ? CommandAck.Status.DONE : CommandAck.Status.REJECTED,
                    taken.at(),
                    taken.seen(),
                    taken.dropped(),
                    taken.fingerprint(),
                    taken.problem(),
                    after(place),
                    List.of(),
                    source(taken.planned()));
            acks.add(isErasure(taken) ? ack.erasing(met(state, ack.after())) : ack);
        }
        return acks;
    }

    static boolean isErasure(TakenAction taken) {
        return taken.action() instanceof Action.Erase && taken.problem() == null;
    }

    /** A record that came too late for the batch whose closing let the erasure act is the first of the new state. */
    private static List<Source> met(LearnerState state, @Nullable Source last) {
        if (last == null) {
            return List.of();
        }
        long offset = last.offset() - (state.predicted() > 0 ? 1 : 0);
        return List.of(new Source(last.topic(), last.partition(), offset));
    }

    /** Of those that wait for a state that is given up. */
    List<CommandAck> givenUp(LearnerState state, @Nullable String place, String why) {
        return state.waiting().stream()
                .map(planned -> new CommandAck(
                        planned.id(),
                        state.key(),
                        planned.action().name(),
                        CommandAck.Status.REJECTED,
                        state.step(),
                        state.seen(),
                        0,
                        state.fingerprint(),
                        why,
                        after(place),
                        List.of(),
                        source(planned)))
                .toList();
    }

    private @Nullable Source after(@Nullable String place) {
        return place == null ? null : LastPlaces.source(learned, place);
    }

    private Source source(PlannedAction planned) {
        return new Source(topic, planned.partition(), planned.offset());
    }
}
