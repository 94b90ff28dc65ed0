package dev.freshet.jobs.learn;

import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.PlannedAction;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Command;
import dev.freshet.wire.CommandAck;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Events through the plain core, and the commands that a run acknowledged, each at the step that it was given. */
final class PlainCommanded {
    private final Learner learner;
    private final Map<String, LearnerState> states = new HashMap<>();
    private final Map<Long, CommandAck> accepted = new HashMap<>();

    PlainCommanded(LearnerSpec spec, List<CommandAck> acks) {
        learner = new Learner(spec);
        for (CommandAck ack : acks) {
            if (ack.status() == CommandAck.Status.ACCEPTED) {
                accepted.put(ack.src().offset(), ack);
            }
        }
    }

    void add(Decoded record) {
        if (record instanceof Event event) {
            learner.observe(state(event.key()), event.example());
        } else if (record instanceof Command command) {
            CommandAck ack = accepted.get(command.raw().offset());
            if (ack != null) {
                LearnerState state = state(command.key());
                if (state.seen() != ack.seen()) {
                    throw new AssertionError("acknowledged at " + ack.seen() + ", is at " + state.seen());
                }
                learner.command(
                        state,
                        new PlannedAction(
                                command.id(),
                                ack.at(),
                                command.raw().partition(),
                                command.raw().offset(),
                                Objects.requireNonNull(command.action())));
            }
        }
    }

    private LearnerState state(String key) {
        return states.computeIfAbsent(key, learner::init);
    }

    /** The bytes of every key that has seen anything. */
    Map<String, byte[]> end() {
        Map<String, byte[]> all = new HashMap<>();
        SnapshotCodec codec = new SnapshotCodec(learner);
        states.forEach((key, state) -> {
            if (state.predicted() > 0) {
                all.put(key, codec.encode(state));
            }
        });
        return all;
    }
}
