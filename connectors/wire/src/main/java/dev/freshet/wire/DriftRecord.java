package dev.freshet.wire;

/**
 * A change of a drift detector's level, as the drift topic holds it.
 *
 * @param detector its name
 * @param level the new level, lower case
 * @param target what the detector looks at: error, loss, or a feature
 * @param statistic what was measured; NaN where it is undefined, null in JSON
 * @param threshold what it was measured against; NaN where it is undefined, null in JSON
 * @param at the key's predicted events so far
 * @param episode counts the key's drifts
 * @param action what was done about it
 */
public record DriftRecord(
        String key,
        String detector,
        String level,
        String target,
        double statistic,
        double threshold,
        long at,
        long episode,
        String action) {}
