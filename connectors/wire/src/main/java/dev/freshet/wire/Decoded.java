package dev.freshet.wire;

/** What the bytes of one record turned out to be: an event, or the reason why they are none. Never an exception. */
public sealed interface Decoded permits Event, Rejection {}
