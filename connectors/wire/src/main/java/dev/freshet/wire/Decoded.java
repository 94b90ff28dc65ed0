package dev.freshet.wire;

/**
 * What the bytes of one record turned out to be: an event, the label of one, a model, or the reason why they are
 * none. Never an exception. Between them, a tally counts what came before it, and a mark says how far a partition was read.
 */
public sealed interface Decoded permits CaughtUp, Command, Event, LateLabel, ModelRecord, Rejection, Tally {}
