package dev.freshet.wire;

/** Text from outside made fit for a terminal, a log and a record header: bounded, one line, no control characters. */
public final class SafeText {
    /** Longest result. */
    static final int MAX = 300;

    private static final String MORE = "...";

    private SafeText() {}

    /** {@code text} with everything that could move a cursor or turn a line around as {@code \}{@code uXXXX}, cut at {@link #MAX}. */
    public static String of(String text) {
        return of(text, MAX);
    }

    public static String of(String text, int max) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), max));
        int cut = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            append(safe, c);
            if (safe.length() > max) {
                safe.setLength(cut);
                return safe.append(MORE).toString();
            }
            if (safe.length() <= max - MORE.length()) {
                cut = safe.length();
            }
        }
        return safe.toString();
    }

    private static void append(StringBuilder safe, int c) {
        if (harmless(c)) {
            safe.appendCodePoint(c);
        } else {
            safe.append(String.format("\\u%04x", c));
        }
    }

    private static boolean harmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
