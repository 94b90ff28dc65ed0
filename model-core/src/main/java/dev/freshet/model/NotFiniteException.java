package dev.freshet.model;

/** A snapshot whose bytes are whole holds numbers that are not finite. */
public final class NotFiniteException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NotFiniteException(String what) {
        super("snapshot holds " + what + " that are not finite");
    }
}
