package dev.freshet.jobs.verify;

import dev.freshet.jobs.control.CommandDecoder;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.model.Action;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.PlannedAction;
import dev.freshet.wire.Command;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.JsonCommands;
import dev.freshet.wire.RawRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The commands that a run acknowledged, to be handed in again where the acknowledgements say. */
final class Commanded {
    private final Map<String, Deque<CommandAck>> accepted = new HashMap<>();
    private final Map<Place, Action> actions = new HashMap<>();
    private final Set<Place> wanted = new HashSet<>();

    private record Place(int partition, long offset) {}

    /** Takes an acknowledgement; those of a key come in their order. */
    void add(CommandAck ack) {
        if (ack.status() == CommandAck.Status.ACCEPTED) {
            accepted.computeIfAbsent(ack.key(), key -> new ArrayDeque<>()).add(ack);
            wanted.add(new Place(ack.src().partition(), ack.src().offset()));
        }
    }

    /** Of a record of the acknowledgements. */
    static CommandAck read(RawRecord record) {
        byte[] value = record.value();
        return JsonCommands.readAck(value == null ? new byte[0] : value);
    }

    /** Takes a record of the commands topic, once all acknowledgements are known. */
    void command(RawRecord record, CommandDecoder decoder) {
        Place place = new Place(record.partition(), record.offset());
        if (wanted.contains(place) && decoder.decode(record) instanceof Command command && command.action() != null) {
            actions.put(place, command.action());
        }
    }

    /** Makes a decoder that may be used outside a job. */
    static CommandDecoder decoder(Pipeline pipeline) {
        CommandDecoder decoder = new CommandDecoder(pipeline);
        decoder.open();
        return decoder;
    }

    /** Keys that any command has reached: their steps follow from more than their events. */
    Set<String> keys() {
        return accepted.keySet();
    }

    boolean any() {
        return !accepted.isEmpty();
    }

    /** Hands in all that were handed in when the key had taken in as many examples as now. */
    void handIn(Learner learner, LearnerState state) {
        Deque<CommandAck> waiting = accepted.get(state.key());
        while (waiting != null && !waiting.isEmpty() && waiting.peek().seen() == state.seen()) {
            CommandAck ack = waiting.remove();
            Action action = action(ack);
            if (action != null) {
                var unused = learner.command(
                        state,
                        new PlannedAction(
                                ack.id(),
                                ack.at(),
                                ack.src().partition(),
                                ack.src().offset(),
                                action));
            }
        }
    }

    private @Nullable Action action(CommandAck ack) {
        return actions.get(new Place(ack.src().partition(), ack.src().offset()));
    }
}
