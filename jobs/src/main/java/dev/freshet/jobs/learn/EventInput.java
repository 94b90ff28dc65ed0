package dev.freshet.jobs.learn;

import dev.freshet.jobs.ledger.FateCounter;
import dev.freshet.kafka.DeadLetters;
import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.wire.Event;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Events that bring their labels: those that may pass are answered and learned from at once. */
final class EventInput {
    private final Learner learner;
    private final @Nullable EventGate gate;
    private final FateCounter fates;
    private final KeyStates states;
    private final Learned learned;
    private final OutputRecords outputs;
    private final Outlet outlet;
    private final DeadLetters deadLetters;

    /** @param gate null where every event may pass */
    EventInput(
            Learner learner,
            @Nullable EventGate gate,
            FateCounter fates,
            KeyStates states,
            Learned learned,
            OutputRecords outputs,
            Outlet outlet,
            DeadLetters deadLetters) {
        this.learner = learner;
        this.gate = gate;
        this.fates = fates;
        this.states = states;
        this.learned = learned;
        this.outputs = outputs;
        this.outlet = outlet;
        this.deadLetters = deadLetters;
    }

    void take(Event event) throws Exception {
        EventGate.Verdict verdict = gate == null ? EventGate.Verdict.ADMIT : gate.judge(event);
        switch (verdict) {
            case ADMIT -> observe(event);
            case SCORE -> observe(event.withoutLabel());
            case DUPLICATE -> fates.duplicate();
            case CONFLICT -> {
                fates.dead();
                refuse(event, verdict);
            }
            case LATE -> {
                fates.late();
                refuse(event, verdict);
            }
        }
    }

    private void refuse(Event event, EventGate.Verdict verdict) throws Exception {
        outlet.emit(
                deadLetters.letter(Objects.requireNonNull(gate).rejection(event, verdict), DeadLetters.Stage.LEARN));
    }

    private void observe(Event event) throws Exception {
        Example example = event.example();
        LearnerState state = states.unexpired(event.key(), example.time());
        learned.before(state, example);
        Outcome outcome = learner.observe(state, example);
        outlet.emit(outputs.prediction(event, outcome));
        learned.after(state, example, outcome);
    }
}
