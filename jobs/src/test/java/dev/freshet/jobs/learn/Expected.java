package dev.freshet.jobs.learn;

import dev.freshet.wire.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the oracle says of a list of events, in the form of {@link Outputs#values}. */
final class Expected {
    private final Oracle oracle;
    private final SortedMap<String, List<String>> predictions = new TreeMap<>();

    Expected(Oracle oracle) {
        this.oracle = oracle;
    }

    Expected after(List<Event> events) {
        for (Event event : events) {
            predictions
                    .computeIfAbsent(event.key(), key -> new ArrayList<>())
                    .add(Outputs.bytes(oracle.observe(event)));
        }
        return this;
    }

    /** The same states, with the predictions so far forgotten. */
    Expected afterwards() {
        return new Expected(oracle);
    }

    SortedMap<String, List<String>> predictions() {
        return predictions;
    }

    /** One snapshot per key. */
    SortedMap<String, List<String>> models() {
        SortedMap<String, List<String>> models = new TreeMap<>();
        oracle.snapshots().forEach((key, bytes) -> models.put(key, List.of(Outputs.bytes(bytes))));
        return models;
    }
}
