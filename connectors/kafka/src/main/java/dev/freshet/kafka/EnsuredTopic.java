package dev.freshet.kafka;

/**
 * A topic that is there, each of its partitions with a leader that answers.
 *
 * @param partitions as they are, whatever the spec said
 * @param created whether it was missing before
 * @param maxMessageBytes the largest batch that it takes, compressed, as it is, whatever the spec said
 */
public record EnsuredTopic(String name, int partitions, boolean created, int maxMessageBytes) {}
