package dev.freshet.model;

import dev.freshet.model.drift.DriftLevel;

/**
 * What the watch over a key's predictions shows, for a record or a log.
 *
 * @param detector the one whose finding {@code level} is: {@link DriftPolicy#detector} or {@link DriftPolicy#warning}
 * @param statistic what it compared at its last alarm, 0 before the first
 * @param threshold the bound that the statistic exceeded
 * @param episode its alarms so far
 */
public record DriftReading(
        String detector,
        DriftLevel level,
        DriftPolicy.Target target,
        double statistic,
        double threshold,
        long episode) {}
