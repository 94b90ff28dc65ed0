package dev.freshet.wire;

/**
 * A record of the models topic: a key's newest snapshot, or none if the key is retired. What is in it was not looked at.
 *
 * @param raw its value is null where the key is retired
 */
public record ModelRecord(String key, RawRecord raw) implements Decoded {}
