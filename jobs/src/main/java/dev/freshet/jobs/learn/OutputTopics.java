package dev.freshet.jobs.learn;

import java.io.Serializable;

/**
 * Where the learning step reads from and writes to.
 *
 * @param events named in every prediction; nothing is written there
 */
public record OutputTopics(
        String events,
        String predictions,
        String metrics,
        String drift,
        String models,
        String modelHistory,
        String ledger)
        implements Serializable {}
