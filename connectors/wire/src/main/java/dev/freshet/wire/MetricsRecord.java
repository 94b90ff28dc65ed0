package dev.freshet.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well a key's model predicts, as the metrics topic holds it.
 *
 * @param scope {@code window} when a window of events has filled, {@code final} at the end of a bounded stream
 * @param at the key's predicted events so far
 * @param step batches that the model has learned from
 * @param metrics by name, in the order in which they are written
 */
public record MetricsRecord(String key, String scope, long at, long step, Counts counts, Map<String, Value> metrics) {

    public MetricsRecord {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** Events of the key by fate; {@code open} wait in the batch that has not closed. */
    public record Counts(long predicted, long trained, long refused, long unlabelled, long open) {}

    /** One metric over all events, over the last window, and with fading memory; NaN where it is undefined, null in JSON. */
    public record Value(double cumulative, double window, double fading) {}
}
