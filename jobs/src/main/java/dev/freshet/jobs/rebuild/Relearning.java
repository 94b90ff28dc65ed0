package dev.freshet.jobs.rebuild;

import dev.freshet.jobs.learn.StateRules;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.model.Action;
import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.wire.Event;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.Source;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plain core, without Flink, given what a job's models were given: what each key's model must have come to. Holds every
 * model. What a job let in is for the caller to know.
 */
public final class Relearning {
    private final Learner learner;
    private final StateRules rules;
    private final CommandLog commands;
    private final String learned;
    private final boolean late;
    private final Map<String, LearnerState> states = new HashMap<>();
    private final Map<String, Source> last = new HashMap<>();

    /** @param commands what was asked of the models besides */
    public Relearning(Pipeline pipeline, CommandLog commands) {
        this.commands = commands;
        learner = pipeline.learnerSource().open();
        rules = pipeline.state().rules();
        late = pipeline.labels() != null;
        learned = late ? pipeline.topics().labels() : pipeline.topics().events();
    }

    /** Goes on from a model that had taken in the record at {@code place}. */
    void begin(LearnerState state, Source place) {
        states.put(state.key(), state);
        last.put(state.key(), place);
    }

    /** Takes an event that was let in to its model; those of a key come in their order. The outcome is the learner's own. */
    public Outcome observe(Event event) {
        LearnerState state = state(event.key(), event.example().time());
        Outcome outcome = learner.observe(state, event.example());
        taken(state, event.example(), outcome);
        return outcome;
    }

    /** Takes what a label that came later says of features that were answered by {@code served}. */
    public void learn(LateLabel label, Example example, float[] served) {
        LearnerState state = state(label.key(), label.time());
        taken(state, example, learner.learn(state, example, label.time(), served));
    }

    private void taken(LearnerState state, Example example, Outcome outcome) {
        last.put(state.key(), new Source(learned, example.partition(), example.offset()));
        forgetIfErased(state, outcome);
    }

    private void forgetIfErased(LearnerState state, Outcome outcome) {
        boolean erased = outcome.taken().stream()
                .anyMatch(taken -> taken.action() instanceof Action.Erase && taken.problem() == null);
        if (erased && (late || state.predicted() == 0)) {
            last.remove(state.key());
            states.remove(state.key());
        }
    }

    /** Whether a key that has been taken in is as one that was never heard of, once what was asked of it has been handed in. */
    public boolean isNew(String key) {
        LearnerState state = states.get(key);
        if (state != null) {
            handIn(state);
        }
        return !last.containsKey(key);
    }

    /** A key that was idle for too long begins anew. */
    private LearnerState state(String key, long time) {
        LearnerState state = states.get(key);
        if (state == null) {
            state = begun(key);
        }
        state = handIn(state);
        return rules.expired(state.lastTime(), time) && state.predicted() > 0 ? begun(key) : state;
    }

    private LearnerState begun(String key) {
        LearnerState state = learner.init(key);
        states.put(key, state);
        return state;
    }

    /** Again, as an erasure leads back to where none has been taken in. */
    private LearnerState handIn(LearnerState given) {
        String key = given.key();
        Source before;
        do {
            LearnerState state = states.containsKey(key) ? states.get(key) : begun(key);
            before = last.get(key);
            commands.handIn(learner, state, before, outcome -> forgetIfErased(state, outcome));
        } while (before != null && last.get(key) == null);
        LearnerState state = states.get(key);
        return state == null ? begun(key) : state;
    }

    /** No record comes any more; commands may have come behind the last. */
    public void end() {
        commands.keys().forEach(key -> {
            LearnerState state = states.get(key);
            var unused = handIn(state == null ? begun(key) : state);
        });
    }

    /** Of a key that has taken in a record, or was asked for something. */
    public @Nullable LearnerState model(String key) {
        return states.get(key);
    }

    /** The newest record that a key has taken in; null for none. */
    @Nullable
    Source last(String key) {
        return last.get(key);
    }

    public Learner learner() {
        return learner;
    }

    public int keys() {
        return states.size();
    }
}
