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
    private final OutputTopics topics;
    private final @Nullable LateLabels late;
    private final @Nullable EventGate gate;

    /**
     * Of one subtask.
     *
     * @param late and {@code gate}: what of a key is to be forgotten besides its model; null where there is none
     */
    Commands(
            CommandRules rules,
            Learner learner,
            KeyedStateStore states,
            OutputTopics topics,
            @Nullable LateLabels late,
            @Nullable EventGate gate) {
        this.learner = learner;
        this.topics = topics;
        this.late = late;
        this.gate = gate;
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
        return null;
    }

    private Handed refused(
            LearnerState state, @Nullable String place, Command command, CommandAck.Status status, String reason) {
        Source src = new Source(
                topics.commands(), command.raw().partition(), command.raw().offset());
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
    List<CommandAck> taken(LearnerState state, @Nullable String place, Outcome outcome) throws Exception {
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
            acks.add(isErasure(taken) ? erasing(ack, state) : ack);
        }
        return acks;
    }

    static boolean isErasure(TakenAction taken) {
        return taken.action() instanceof Action.Erase && taken.problem() == null;
    }

    /**
     * Whether an erasure leaves nothing of a state. Of labels that come later nothing outlives it; of events, one that came too
     * late for the batch whose closing let it act is the first of the new state.
     */
    boolean leavesNothing(LearnerState state, Outcome outcome) {
        boolean erased = outcome.taken().stream().anyMatch(Commands::isErasure);
        return erased && (late != null || state.predicted() == 0);
    }

    /** With what is to be forgotten, so that who learns anew begins behind it. */
    private CommandAck erasing(CommandAck ack, LearnerState state) throws Exception {
        if (late != null) {
            return ack.after(late.settled(topics)).erasing(late.met(topics));
        }
        Source last = ack.after();
        if (last == null) {
            return ack;
        }
        long offset = last.offset() - (state.predicted() > 0 ? 1 : 0);
        return ack.erasing(List.of(new Source(last.topic(), last.partition(), offset)));
    }

    /** Forgets what is known of the current key besides its model. */
    void erase() throws Exception {
        if (late != null) {
            late.erase();
        }
        if (gate != null) {
            gate.erase();
        }
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
        return place == null ? null : LastPlaces.source(topics.learned(), place);
    }

    private Source source(PlannedAction planned) {
        return new Source(topics.commands(), planned.partition(), planned.offset());
    }
}
