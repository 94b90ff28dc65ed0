package dev.freshet.model.encode;

/** What a raw input of an event is. */
public enum InputKind {
    /** A double; NaN where missing. */
    NUMBER,
    /** The {@link CategoryHash} of a value; {@link CategoryHash#MISSING} where missing. */
    CATEGORY,
    /** A string; null or empty where missing. */
    TEXT,
    /** The event's list of indices with values; it has no name. */
    SPARSE,
    /** The time of the event itself; it has no name. */
    TIME
}
