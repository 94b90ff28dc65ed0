package dev.freshet.jobs.learn;

import dev.freshet.model.Example;
import dev.freshet.wire.Event;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The {@link EventRules} on plain maps, one key after the other; remembers the events themselves and no hashes of them. */
final class PlainGate {
    private final EventRules rules;
    private final Map<String, LinkedHashMap<String, Example>> seen = new HashMap<>();
    private final Map<String, Long> newest = new HashMap<>();

    PlainGate(EventRules rules) {
        this.rules = rules;
    }

    EventGate.Verdict judge(Event event) {
        Example example = event.example();
        boolean named = rules.ids() > 0 && !event.id().equals(example.partition() + ":" + example.offset());
        LinkedHashMap<String, Example> ids = seen.computeIfAbsent(event.key(), key -> new LinkedHashMap<>());
        Example before = named ? ids.get(event.id()) : null;
        if (before != null) {
            return same(before, example) ? EventGate.Verdict.DUPLICATE : EventGate.Verdict.CONFLICT;
        }
        long latest = newest.merge(event.key(), example.time(), Math::max);
        boolean late = rules.lateAfter() > 0 && example.time() < latest - rules.lateAfter();
        if (late && rules.late() == EventRules.Late.DROP) {
            return EventGate.Verdict.LATE;
        }
        if (named) {
            ids.put(event.id(), example);
            if (ids.size() > rules.ids()) {
                ids.remove(ids.keySet().iterator().next());
            }
        }
        return late ? EventGate.Verdict.SCORE : EventGate.Verdict.ADMIT;
    }

    void erase(String key) {
        seen.remove(key);
        newest.remove(key);
    }

    private static boolean same(Example a, Example b) {
        return Arrays.equals(a.numbers(), b.numbers())
                && Arrays.equals(a.categories(), b.categories())
                && Arrays.equals(a.indices(), b.indices())
                && Arrays.equals(a.values(), b.values())
                && Double.compare(a.label(), b.label()) == 0
                && a.weight() == b.weight();
    }
}
