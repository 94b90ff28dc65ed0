package dev.freshet.jobs.rebuild;

import dev.freshet.jobs.control.CommandDecoder;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.RecordDecoder;
import dev.freshet.model.Action;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.model.PlannedAction;
import dev.freshet.wire.Command;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.JsonCommands;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.SafeText;
import dev.freshet.wire.Source;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The commands that a run accepted, to be handed in again where the acknowledgements say. */
public final class CommandLog {
    private final Map<String, Map<Source, CommandAck>> accepted = new HashMap<>();
    private final Map<String, Map<Source, CommandAck>> erasures = new HashMap<>();
    private final Set<Source> wanted = new HashSet<>();
    private final Map<Source, Action> actions = new HashMap<>();
    private final Map<Source, String> problems = new HashMap<>();

    /** Takes an acknowledgement; those of a key come in their order. One that comes again, after a failure, takes the place of the first. */
    public void add(CommandAck ack) {
        if (ack.status() == CommandAck.Status.ACCEPTED) {
            Map<Source, CommandAck> ofKey = accepted.computeIfAbsent(ack.key(), key -> new LinkedHashMap<>());
            ofKey.remove(ack.src());
            ofKey.put(ack.src(), ack);
            wanted.add(ack.src());
        } else if (ack.status() == CommandAck.Status.DONE && ack.command().equals("erase")) {
            erasures.computeIfAbsent(ack.key(), key -> new LinkedHashMap<>()).put(ack.src(), ack);
        }
    }

    /**
     * Of a record of the acknowledgements.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static CommandAck read(RawRecord record) {
        byte[] value = record.value();
        return JsonCommands.readAck(value == null ? new byte[0] : value);
    }

    /** Takes a record of the commands topic, once all acknowledgements are known. */
    public void command(RawRecord record, RecordDecoder decoder) {
        Source place = new Source(record.topic(), record.partition(), record.offset());
        if (!wanted.contains(place)) {
            return;
        }
        Decoded decoded = decoder.decode(record);
        if (decoded instanceof Command command && command.action() != null) {
            actions.put(place, command.action());
        } else if (decoded instanceof Command command && command.problem() != null) {
            problems.put(place, command.problem());
        }
    }

    /** Accepted ones of which it is not known what they do, once the commands topic has been read; null for none. */
    public @Nullable String unknown() {
        List<Source> unknown = wanted.stream()
                .filter(place -> !actions.containsKey(place))
                .sorted(Comparator.comparing(Source::topic)
                        .thenComparingInt(Source::partition)
                        .thenComparingLong(Source::offset))
                .toList();
        if (unknown.isEmpty()) {
            return null;
        }
        Source first = unknown.get(0);
        return "it is not known any more what " + unknown.size() + " accepted commands do, the first at topic "
                + SafeText.of(first.topic()) + ", partition " + first.partition() + ", offset " + first.offset() + ": "
                + problems.getOrDefault(first, "no command lies there");
    }

    /** Makes a decoder that may be used outside a job. */
    public static CommandDecoder decoder(Pipeline pipeline) {
        CommandDecoder decoder = new CommandDecoder(pipeline);
        decoder.open();
        return decoder;
    }

    /** Keys that any command has reached: their steps follow from more than their events. */
    public Set<String> keys() {
        return accepted.keySet();
    }

    /** Of a key, in their order. */
    public List<CommandAck> erasures(String key) {
        return List.copyOf(erasures.getOrDefault(key, Map.of()).values());
    }

    public boolean any() {
        return !accepted.isEmpty();
    }

    /** The accepted ones of a key that are still to be handed in, in their order. */
    List<CommandAck> of(String key) {
        return List.copyOf(accepted.getOrDefault(key, Map.of()).values());
    }

    /** Whether it is known what an accepted one does. */
    boolean isKnown(CommandAck ack) {
        return actions.containsKey(ack.src());
    }

    /**
     * Hands in all that were handed in when the model had taken in no record behind this one.
     *
     * @param last the newest record that {@code state} has taken in; null for none
     * @param each told what came of each
     */
    void handIn(Learner learner, LearnerState state, @Nullable Source last, Consumer<Outcome> each) {
        Iterator<CommandAck> waiting =
                accepted.getOrDefault(state.key(), Map.of()).values().iterator();
        while (waiting.hasNext()) {
            CommandAck ack = waiting.next();
            if (!Objects.equals(ack.after(), last)) {
                return;
            }
            waiting.remove();
            Action action = actions.get(ack.src());
            if (action != null) {
                each.accept(learner.command(
                        state,
                        new PlannedAction(
                                ack.id(),
                                ack.at(),
                                ack.src().partition(),
                                ack.src().offset(),
                                action)));
            }
        }
    }
}
