package dev.freshet.jobs.score;

import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Scorer;
import dev.freshet.wire.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules of scoring on plain maps: what is written per key, in its order. */
final class PlainScoring {
    private final ScoreRules rules;
    private final ScoreRecords records;
    private final HeldModel prior;
    private final long spec;
    private final Map<String, HeldModel> models = new HashMap<>();
    private final Map<String, Long> seen = new HashMap<>();
    private final Map<String, Deque<Event>> waiting = new TreeMap<>();
    private final Map<String, Long> newest = new HashMap<>();
    private final SortedMap<String, List<String>> written = new TreeMap<>();
    private final Learner learner;
    private boolean caughtUp;
    int scored;
    int dead;

    PlainScoring(LearnerSpec spec, ScoreRules rules) {
        this.rules = rules;
        learner = new Learner(spec);
        this.spec = learner.specHash();
        records = new ScoreRecords(ScoringTasks.TOPICS, spec);
        prior = HeldModel.of(Scorer.of(learner, learner.init("")), this.spec, true);
    }

    void begin(boolean awaits) {
        caughtUp = !awaits;
    }

    void caughtUp() {
        caughtUp = true;
        List.copyOf(waiting.keySet()).forEach(this::settle);
    }

    void features(Event event) {
        Deque<Event> queue = waiting.computeIfAbsent(event.key(), key -> new ArrayDeque<>());
        long time = event.example().time();
        newest.merge(event.key(), time, queue.isEmpty() ? (old, now) -> now : Math::max);
        queue.add(event);
        if (caughtUp) {
            settle(event.key());
        }
    }

    /** @param place of the last record that the state has taken in; a lower one of the same key is refused */
    void model(LearnerState state, long place) {
        if (place >= seen.getOrDefault(state.key(), -1L)) {
            seen.put(state.key(), place);
            models.put(state.key(), HeldModel.of(Scorer.of(learner, state), spec, false));
            if (caughtUp) {
                settle(state.key());
            }
        }
    }

    void retire(String key) {
        models.remove(key);
        seen.remove(key);
    }

    private void settle(String key) {
        HeldModel model = models.get(key);
        Deque<Event> queue = waiting.getOrDefault(key, new ArrayDeque<>());
        if (model == null && rules.untilModel() == ScoreRules.UntilModel.PRIOR) {
            model = prior;
        }
        while (!queue.isEmpty() && (model != null || isOver(key, queue))) {
            Event event = queue.remove();
            if (model == null && rules.then() == ScoreRules.Then.DEAD_LETTER) {
                dead++;
                write(key, "dead " + event.id());
            } else {
                scored++;
                write(key, answer(event, model == null ? prior : model));
            }
        }
    }

    private boolean isOver(String key, Deque<Event> queue) {
        return queue.size() > rules.most()
                || newest.getOrDefault(key, 0L) - queue.element().example().time() > rules.waitMillis();
    }

    private @Nullable String answer(Event event, HeldModel model) {
        byte[] value = records.answer(event, model).value();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    private void write(String key, @Nullable String what) {
        written.computeIfAbsent(key, any -> new ArrayList<>()).add(String.valueOf(what));
    }

    SortedMap<String, List<String>> written() {
        return written;
    }

    int waiting() {
        return waiting.values().stream().mapToInt(Deque::size).sum();
    }
}
