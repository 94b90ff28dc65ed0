package dev.freshet.wire;

import org.jspecify.annotations.Nullable;

/**
 * A record that cannot be an event, and why.
 *
 * @param field the field to blame, or null where it is the whole record
 * @param detail the rule and what was found, for a person; never longer than 300 characters
 */
public record Rejection(RejectionCode code, @Nullable String field, String detail, RawRecord raw) implements Decoded {}
