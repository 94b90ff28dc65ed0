package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as {@link EventMapping#CANONICAL} reads them: {@code {id, key, ts, x: {name: value}, y, w}}.
 *
 * <p>Owns its buffers: one per thread.
 */
public final class EventWriter {
    private final List<String> numbers;
    private final List<String> categories;
    private final JsonBuffer buffer = new JsonBuffer();

    /**
     * @param numbers names of the numeric inputs, in the order in which {@link #write} takes their values
     * @param categories names of the categorical inputs, likewise
     */
    public EventWriter(List<String> numbers, List<String> categories) {
        this.numbers = List.copyOf(numbers);
        this.categories = List.copyOf(categories);
    }

    /**
     * The event's JSON; an input that is NaN or null is left out.
     *
     * @param id null for an event that is named by its place
     * @param key null for an event whose record brings the key
     * @param label null for an event to be scored only
     * @param weight left out where it is 1
     * @throws IllegalArgumentException if there are not as many values as names
     */
    public byte[] write(
            @Nullable String id,
            @Nullable String key,
            long time,
            double[] numberValues,
            List<? extends @Nullable String> categoryValues,
            @Nullable Label label,
            double weight) {
        requireAll("numbers", numbers.size(), numberValues.length);
        requireAll("categories", categories.size(), categoryValues.size());
        return buffer.document(json -> {
            json.writeStartObject();
            if (id != null) {
                JsonText.string(json, "id", id);
            }
            if (key != null) {
                JsonText.string(json, "key", key);
            }
            json.writeNumberField("ts", time);
            json.writeObjectFieldStart("x");
            inputs(json, numberValues, categoryValues);
            json.writeEndObject();
            JsonText.label(json, "y", label);
            if (weight != 1) {
                JsonText.number(json, "w", weight);
            }
            json.writeEndObject();
        });
    }

    private void inputs(JsonGenerator json, double[] numberValues, List<? extends @Nullable String> categoryValues)
            throws IOException {
        for (int i = 0; i < numberValues.length; i++) {
            if (!Double.isNaN(numberValues[i])) {
                JsonText.number(json, numbers.get(i), numberValues[i]);
            }
        }
        for (int i = 0; i < categories.size(); i++) {
            String value = categoryValues.get(i);
            if (value != null) {
                JsonText.string(json, categories.get(i), value);
            }
        }
    }

    private static void requireAll(String what, int names, int values) {
        if (names != values) {
            throw new IllegalArgumentException("an event takes " + names + " " + what + ": got " + values);
        }
    }
}
