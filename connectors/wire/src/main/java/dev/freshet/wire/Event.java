package dev.freshet.wire;

import dev.freshet.model.Example;

/**
 * A record that is an event of a model key.
 *
 * @param id names the event in predictions; the place {@code partition:offset} where the record brings none
 */
public record Event(String key, String id, Example example) implements Decoded {}
