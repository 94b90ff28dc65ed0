package dev.freshet.wire;

/**
 * Says that a partition has been read as far as it reached when the job started; it travels behind the records before it.
 *
 * @param key that leads it to one of those who wait for it; empty where it has not been sent on
 */
public record CaughtUp(int partition, String key) implements Decoded {}
