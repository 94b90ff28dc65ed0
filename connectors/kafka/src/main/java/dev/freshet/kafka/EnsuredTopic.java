package dev.freshet.kafka;

/**
 * A topic that is there, each of its partitions with a leader that answers.
 *
 * @param partitions as they are, whatever the spec said
 * @param created whether it was missing before
 */
public record EnsuredTopic(String name, int partitions, boolean created) {}
