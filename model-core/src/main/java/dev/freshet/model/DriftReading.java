package dev.freshet.model;

import dev.freshet.model.drift.DriftLevel;

/**
 * What the watch over a key's predictions or one of its inputs shows, for a record or a log.
 *
 * @param detector the one whose finding {@code level} is: {@link DriftPolicy#detector}, {@link DriftPolicy#warning}, or the
 *     test of {@link DriftPolicy#features}
 * @param target error, loss, or the name of an input
 * @param statistic what it compared at its last alarm, 0 before the first
 * @param threshold the bound that the statistic exceeded
 * @param episode its alarms so far
 */
public record DriftReading(
        String detector, DriftLevel level, String target, double statistic, double threshold, long episode) {}
