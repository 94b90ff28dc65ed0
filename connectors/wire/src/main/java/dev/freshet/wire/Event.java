package dev.freshet.wire;

import dev.freshet.model.Example;
import org.jspecify.annotations.Nullable;

/**
 * A record that is an event of a model key.
 *
 * @param id names the event in predictions; the place {@code partition:offset} where the record brings none
 * @param raw the record, where the event may still be refused; null where it is done with
 */
public record Event(
        String key, String id, Example example, @Nullable RawRecord raw) implements Decoded {

    /** An event that is done with its record. */
    public Event(String key, String id, Example example) {
        this(key, id, example, null);
    }

    public Event withRaw(RawRecord record) {
        return new Event(key, id, example, record);
    }

    /** The same event, to be scored only. */
    public Event withoutLabel() {
        return new Event(key, id, example.withLabel(Double.NaN), raw);
    }
}
