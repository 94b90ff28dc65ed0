package dev.freshet.wire;

/** The place of the record that an output goes back to. */
public record Source(String topic, int partition, long offset) {}
