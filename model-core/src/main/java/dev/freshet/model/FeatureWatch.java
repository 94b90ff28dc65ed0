package dev.freshet.model;

import dev.freshet.model.drift.DriftLevel;
import dev.freshet.model.drift.FeatureDrift;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches the distribution of each numeric input of a key, as it arrives, with or without a label. Its state has a row per
 * input.
 */
final class FeatureWatch {
    private final @Nullable FeatureDrift rule;
    private final List<String> names;

    FeatureWatch(LearnerSpec spec) {
        rule = spec.drift().features();
        names = rule == null ? List.of() : spec.features().schema().numbers();
    }

    double[][] init() {
        double[][] rows = new double[names.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = rule == null ? new double[0] : rule.init();
        }
        return rows;
    }

    /** Doubles of all rows at most. */
    long maxLength() {
        return rule == null ? 0 : names.size() * (long) rule.maxLength();
    }

    int rows() {
        return names.size();
    }

    boolean valid(double[][] rows) {
        boolean valid = rows.length == names.size();
        for (int i = 0; valid && rule != null && i < rows.length; i++) {
            valid = rule.validState(rows[i]);
        }
        return valid;
    }

    /** Takes an event's numbers in and tells {@code outcome} whose level has changed. */
    void update(double[][] rows, double[] numbers, Outcome outcome) {
        if (rule == null) {
            return;
        }
        for (int i = 0; i < rows.length; i++) {
            DriftLevel before = rule.level(rows[i]);
            rows[i] = rule.update(rows[i], numbers[i]);
            if (rule.level(rows[i]) != before) {
                outcome.features[outcome.featureCount++] = i;
            }
        }
    }

    /** @throws IllegalArgumentException if there is no such input or none is watched */
    DriftReading read(double[][] rows, int input) {
        if (rule == null || input < 0 || input >= rows.length) {
            throw new IllegalArgumentException("feature must be one of the " + rows.length + " watched: got " + input);
        }
        double[] row = rows[input];
        return new DriftReading(
                rule.test().name(),
                rule.level(row),
                names.get(input),
                rule.statistic(row),
                rule.threshold(row),
                rule.episodes(row));
    }
}
