package dev.freshet.jobs.score;

import java.io.Serializable;

/**
 * Where the scoring step reads from and writes to.
 *
 * @param features named in every answer; nothing is written there
 */
public record ScoreTopics(String features, String scores, String ledger) implements Serializable {}
