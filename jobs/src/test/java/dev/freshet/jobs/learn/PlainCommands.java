package dev.freshet.jobs.learn;

import dev.freshet.model.Action;
import dev.freshet.model.LearnerState;
import dev.freshet.model.PlannedAction;
import dev.freshet.model.TakenAction;
import dev.freshet.wire.Command;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.Source;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How commands are judged and acknowledged, on plain maps. */
final class PlainCommands {
    private static final int IDS = 50;

    private final Map<String, Set<String>> ids = new HashMap<>();

    /** Why a command is not handed in; null if it is. */
    @Nullable
    CommandAck refused(Command command, LearnerState state, @Nullable String place) {
        Set<String> known = ids.computeIfAbsent(command.key(), key -> new LinkedHashSet<>());
        if (!known.add(command.id())) {
            return ack(command, state, place, CommandAck.Status.DUPLICATE, "a command of this id came before");
        }
        if (known.size() > IDS) {
            known.remove(known.iterator().next());
        }
        if (command.expect() != Command.ANY && command.expect() != state.step()) {
            String found = "expected step " + command.expect() + ", the key is at step " + state.step();
            return ack(command, state, place, CommandAck.Status.REJECTED, found);
        }
        if (command.action() instanceof Action.Reset && command.expect() == Command.ANY && !command.force()) {
            String found = "a reset must expect a step, or be forced: the key is at step " + state.step();
            return ack(command, state, place, CommandAck.Status.REJECTED, found);
        }
        return null;
    }

    CommandAck ack(
            Command command,
            LearnerState state,
            @Nullable String place,
            CommandAck.Status status,
            @Nullable String reason) {
        boolean planned = status == CommandAck.Status.ACCEPTED && command.at() != PlannedAction.NOW;
        return new CommandAck(
                command.id(),
                command.key(),
                command.word(),
                status,
                planned ? command.at() : state.step(),
                state.seen(),
                0,
                state.fingerprint(),
                reason,
                source(place),
                List.of(),
                new Source("commands", command.raw().partition(), command.raw().offset()));
    }

    CommandAck taken(TakenAction taken, LearnerState state, @Nullable String place) {
        Source after = source(place);
        boolean erased = taken.action() instanceof Action.Erase && taken.problem() == null;
        List<Source> forgotten = erased && after != null
                ? List.of(new Source(
                        "events", after.partition(), state.predicted() > 0 ? after.offset() - 1 : after.offset()))
                : List.of();
        return new CommandAck(
                taken.planned().id(),
                state.key(),
                taken.action().name(),
                taken.problem() == null ? CommandAck.Status.DONE : CommandAck.Status.REJECTED,
                taken.at(),
                taken.seen(),
                taken.dropped(),
                taken.fingerprint(),
                taken.problem(),
                after,
                forgotten,
                source(taken.planned()));
    }

    List<CommandAck> givenUp(LearnerState idle, @Nullable String place) {
        return idle.waiting().stream()
                .map(planned -> new CommandAck(
                        planned.id(),
                        idle.key(),
                        planned.action().name(),
                        CommandAck.Status.REJECTED,
                        idle.step(),
                        idle.seen(),
                        0,
                        idle.fingerprint(),
                        "the key was idle for too long and begins anew",
                        source(place),
                        List.of(),
                        source(planned)))
                .toList();
    }

    private static Source source(PlannedAction planned) {
        return new Source("commands", planned.partition(), planned.offset());
    }

    private static @Nullable Source source(@Nullable String place) {
        if (place == null) {
            return null;
        }
        String[] parts = place.split(":", -1);
        return new Source("events", Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
    }
}
