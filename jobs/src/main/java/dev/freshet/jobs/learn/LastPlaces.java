package dev.freshet.jobs.learn;

import dev.freshet.wire.Source;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.jspecify.annotations.Nullable;

/**
 * Each key's last record that its model has taken in. Those since the last snapshot are on the heap, so that an event costs
 * no write to Flink's state; they are few enough for that at any number of keys.
 */
final class LastPlaces {
    static final int MOST = 1 << 12;
    private static final int DECIMAL = 10;

    private final KeyedStateBackend<String> backend;
    private final ValueState<String> kept;
    private final Map<String, Place> recent = new HashMap<>();

    private static final class Place {
        private int partition;
        private long offset;
    }

    LastPlaces(KeyedStateBackend<String> backend, KeyedStateStore states) {
        this.backend = backend;
        kept = states.getState(new ValueStateDescriptor<>("last-place", Types.STRING));
    }

    /** Takes the place of the newest record of {@code key}, which is the operator's current key. */
    void at(String key, int partition, long offset) throws Exception {
        Place place = recent.get(key);
        if (place == null) {
            if (recent.size() >= MOST) {
                flush();
            }
            place = new Place();
            recent.put(key, place);
        }
        place.partition = partition;
        place.offset = offset;
    }

    /** {@code partition:offset} of the operator's current key, {@code key}; null if it took in none that is known. */
    @Nullable
    String of(String key) throws Exception {
        Place place = recent.get(key);
        return place == null ? kept.value() : text(place);
    }

    /** The operator's current key, {@code key}, has taken in none. */
    void forget(String key) {
        recent.remove(key);
        kept.clear();
    }

    /** Writes what is on the heap to Flink's state; before a snapshot, on the task's thread. */
    void flush() throws Exception {
        String key = backend.getCurrentKey();
        for (Map.Entry<String, Place> entry : recent.entrySet()) {
            backend.setCurrentKey(entry.getKey());
            kept.update(text(entry.getValue()));
        }
        recent.clear();
        if (key != null) {
            backend.setCurrentKey(key);
        }
    }

    /** The place that {@code text} is, in a topic. */
    static Source source(String topic, String text) {
        int colon = text.indexOf(':');
        return new Source(
                topic,
                Integer.parseInt(text, 0, colon, DECIMAL),
                Long.parseLong(text, colon + 1, text.length(), DECIMAL));
    }

    private static String text(Place place) {
        return place.partition + ":" + place.offset;
    }
}
