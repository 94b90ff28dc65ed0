package dev.freshet.wire;

/** A label or an answer as JSON writes it: the name of a class, or a number. */
public sealed interface Label permits Label.OfClass, Label.OfNumber {

    /** One of the task's classes. */
    record OfClass(String name) implements Label {}

    /** A number that is not finite is written as null. */
    record OfNumber(double value) implements Label {}
}
