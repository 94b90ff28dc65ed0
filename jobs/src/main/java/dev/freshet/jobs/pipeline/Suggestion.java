package dev.freshet.jobs.pipeline;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The allowed word that was probably meant. */
final class Suggestion {

    private Suggestion() {}

    /** The nearest of {@code allowed}, where it is near: a third of the letters may differ, or it may be the beginning, or end with it. */
    static Optional<String> of(String found, Collection<String> allowed) {
        String word = found.toLowerCase(Locale.ROOT).replace('_', '-');
        return allowed.stream()
                .filter(candidate -> isNear(word, candidate))
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    private static boolean isNear(String word, String candidate) {
        int longer = Math.max(word.length(), candidate.length());
        return word.length() <= 64
                && !word.isEmpty()
                && (distance(word, candidate) <= Math.max(1, longer / 3)
                        || word.endsWith("-" + candidate)
                        || (word.length() >= 3 && candidate.startsWith(word)));
    }

    /** Levenshtein's, with the swap of two neighbours as one step. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(d[i - 1][j - 1] + (same ? 0 : 1), Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
