package dev.freshet.jobs.learn;

import dev.freshet.jobs.ledger.FateCounter;
import dev.freshet.kafka.DeadLetters;
import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.wire.Event;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.RawRecord;
import java.util.Objects;

/** Features, which are answered at once, and the labels that come later, from which is learned in their order. */
final class LabelInput {
    private final Learner learner;
    private final LateLabels late;
    private final FateCounter fates;
    private final KeyStates states;
    private final Learned learned;
    private final OutputRecords outputs;
    private final Outlet outlet;
    private final DeadLetters deadLetters;

    LabelInput(
            Learner learner,
            LateLabels late,
            FateCounter fates,
            KeyStates states,
            Learned learned,
            OutputRecords outputs,
            Outlet outlet,
            DeadLetters deadLetters) {
        this.learner = learner;
        this.late = late;
        this.fates = fates;
        this.states = states;
        this.learned = learned;
        this.outputs = outputs;
        this.outlet = outlet;
        this.deadLetters = deadLetters;
    }

    /** Answers an event whose label comes later, and takes the labels that waited for it. */
    void take(Event event) throws Exception {
        switch (late.judge(event)) {
            case NEW -> {
                LearnerState state = states.of(event.key());
                Outcome outcome = learner.score(state, event.example());
                states.answered(state);
                outlet.emit(outputs.prediction(event, outcome));
                late.add(event, outcome.prediction());
                settle();
            }
            case DUPLICATE -> fates.duplicate();
            case CONFLICT -> {
                fates.dead();
                outlet.emit(deadLetters.letter(LateLabels.conflict(event), DeadLetters.Stage.LEARN));
            }
        }
    }

    void take(LateLabel label) throws Exception {
        late.add(label);
        settle();
    }

    /** Takes the key's labels in their order as far as their fate is known; each of them causes outputs of its own. */
    private void settle() throws Exception {
        for (LabelJoin.Settled next = late.next(); next != null; next = late.next()) {
            RawRecord raw = next.label().raw();
            outlet.causedBy(raw.topic(), raw.partition(), raw.offset());
            Feature feature = next.feature();
            if (next.fate() == LabelJoin.Fate.JOINED && feature != null) {
                learn(next.label(), feature);
            } else if (next.fate() != LabelJoin.Fate.DUPLICATE) {
                outlet.emit(deadLetters.letter(late.rejection(next), DeadLetters.Stage.LEARN));
            }
        }
        late.forget();
    }

    private void learn(LateLabel label, Feature feature) throws Exception {
        Feature.Waiting waiting = Objects.requireNonNull(feature.waiting(), "features that wait");
        Example example = waiting.labelled(label);
        LearnerState state = states.unexpired(label.key(), label.time());
        learned.before(state, example);
        Outcome outcome = learner.learn(state, example, label.time(), waiting.served());
        learned.after(state, example, outcome);
    }
}
