package dev.freshet.model.run;

import java.util.Map;
import java.util.Objects;

/**
 * How good predictions were.
 *
 * @param examples labelled ones
 * @param loss the mean of what training makes small
 * @param metrics by name, baselines beside, as if the rows had come as a stream in their order
 */
public record Scores(long examples, double loss, Map<String, Double> metrics) {

    /**
     * One metric.
     *
     * @throws IllegalArgumentException if there is no such metric
     */
    public double metric(String name) {
        if (!metrics.containsKey(name)) {
            throw new IllegalArgumentException("metric must be one of " + metrics.keySet() + ": got " + name);
        }
        return Objects.requireNonNull(metrics.get(name));
    }
}
