package dev.freshet.model.encode;

import java.io.Serializable;

/**
 * The terms of a text: every run of {@code min} to {@code max} units that stand side by side.
 *
 * <p>A word is a run of two or more letters, digits, underscores and combining marks; the words of a term are joined by one
 * space. A character is a code point; each run of white space counts as one space, half a surrogate pair as U+FFFD. A text
 * with fewer units than {@code min} has no terms. Nothing is normalised: é and e with an accent differ.
 *
 * @param lowerCase take each code point as {@link Character#toLowerCase(int)} says
 */
public record NGrams(Unit unit, int min, int max, boolean lowerCase) implements Serializable {
    private static final int MAX = 32;

    /** What a term is made of. */
    public enum Unit {
        WORD,
        CHARACTER
    }

    public NGrams {
        if (!(min >= 1 && min <= max && max <= MAX)) {
            throw new IllegalArgumentException(
                    "ngrams must have 1 <= min <= max <= " + MAX + ": got " + min + " and " + max);
        }
    }
}
