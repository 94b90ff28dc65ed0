package dev.freshet.wire;

/**
 * What the bytes of one record turned out to be: an event, the label of one, or the reason why they are none. Never an exception. Between
 * them, a tally counts what came before it.
 */
public sealed interface Decoded permits Event, LateLabel, Rejection, Tally {}
