package dev.freshet.model;

import java.io.Serializable;

/**
 * A model that learns beside the champion and may take its place.
 *
 * @param name what it is called in commands, records and snapshots: 1 to {@link #LONGEST} letters, digits, '-' or '_' of ASCII
 */
public record Challenger(String name, LearnerSpec spec) implements Serializable {
    /** Characters of the longest name. */
    public static final int LONGEST = 64;

    public Challenger {
        if (!name.matches("[A-Za-z0-9_-]{1," + LONGEST + "}")) {
            throw new IllegalArgumentException("challenger.name must be 1 to " + LONGEST
                    + " letters, digits, '-' or '_': got " + name.length() + " characters");
        }
        if (name.equals(Selection.CHAMPION)) {
            throw new IllegalArgumentException("challenger.name must be another than " + Selection.CHAMPION
                    + ", which the model itself is called: got " + name);
        }
    }
}
