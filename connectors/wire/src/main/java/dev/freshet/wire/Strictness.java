package dev.freshet.wire;

import java.io.Serializable;

/**
 * What is refused although it could be understood.
 *
 * @param exactIntegers refuse an integer that a double cannot hold; else it is rounded and counted
 * @param knownFeatures refuse an input that the model does not take; else it is ignored and counted
 * @param allFeatures refuse an event that lacks an input; else the input is missing and counted
 */
public record Strictness(boolean exactIntegers, boolean knownFeatures, boolean allFeatures) implements Serializable {

    /** Accepts and counts. */
    public static final Strictness LENIENT = new Strictness(false, false, false);

    /** Refuses all three. */
    public static final Strictness STRICT = new Strictness(true, true, true);
}
