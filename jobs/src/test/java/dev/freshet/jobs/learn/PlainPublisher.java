package dev.freshet.jobs.learn;

import dev.freshet.model.LearnerState;
import dev.freshet.model.Outcome;
import dev.freshet.model.drift.DriftLevel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of publishing on plain maps: which of a key's states are published, and why. */
public final class PlainPublisher {
    private final PublishRules rules;
    private final Map<String, Long> steps = new HashMap<>();
    private final Map<String, Long> times = new HashMap<>();
    private final Map<String, Long> published = new HashMap<>();
    private final Map<String, String> places = new HashMap<>();

    public PlainPublisher(PublishRules rules) {
        this.rules = rules;
    }

    /** Takes a key's next state, after it has taken in the record of a place; the reason in words, null for none. */
    public @Nullable String after(LearnerState state, Outcome outcome, int partition, long offset) {
        String key = state.key();
        places.put(key, partition + ":" + offset);
        Long before = steps.put(key, state.step());
        Long last = times.put(key, state.lastTime());
        String why = due(before == null ? 0 : before, last, state, outcome);
        if (why != null) {
            published.put(key, state.step());
        }
        return why;
    }

    /** The key begins anew; its last record stays its last. */
    void forget(String key) {
        steps.remove(key);
        times.remove(key);
        published.remove(key);
    }

    /** Takes the place of the key's next record. */
    void at(String key, int partition, long offset) {
        places.put(key, partition + ":" + offset);
    }

    /** A command has published a state. */
    void published(LearnerState state) {
        published.put(state.key(), state.step());
    }

    /** @param begun whether the key's last record is the first of a new state */
    void erase(String key, boolean begun) {
        forget(key);
        if (!begun) {
            places.remove(key);
        }
    }

    /** Of the key's last record. */
    @Nullable
    String place(String key) {
        return places.get(key);
    }

    private @Nullable String due(long before, @Nullable Long last, LearnerState state, Outcome outcome) {
        if (!outcome.promotions().isEmpty()) {
            return "promotion";
        }
        boolean alarm = outcome.driftChanged() && outcome.drift() == DriftLevel.DRIFT;
        if (rules.onDrift() && (alarm || outcome.response() != null)) {
            return "drift";
        }
        for (long step = before + 1; step <= state.step(); step++) {
            if (rules.every() > 0 && (step % rules.every() == 0 || (step < rules.every() && isPowerOfFour(step)))) {
                return "steps";
            }
        }
        boolean older = rules.ageMillis() > 0
                && last != null
                && Math.floorDiv(last, rules.ageMillis()) < Math.floorDiv(state.lastTime(), rules.ageMillis());
        return older && state.step() != published.getOrDefault(state.key(), 0L) ? "age" : null;
    }

    private static boolean isPowerOfFour(long step) {
        long power = 1;
        while (power < step) {
            power *= 4;
        }
        return power == step;
    }
}
