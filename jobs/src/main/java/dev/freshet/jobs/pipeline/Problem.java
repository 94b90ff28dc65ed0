package dev.freshet.jobs.pipeline;

import java.util.Comparator;

/**
 * One thing wrong with a pipeline file, and where.
 *
 * @param file name of the file
 * @param line from 1; 0 where the file as a whole is meant
 * @param column from 1; 0 where the file as a whole is meant
 * @param path keys from the root, such as {@code model.network[1].dense}; empty for the whole file
 * @param message the rule, what was found, what to do; never a value that came from the environment
 */
public record Problem(String file, int line, int column, String path, String message) {

    static final Comparator<Problem> IN_ORDER =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    /** One line, safe for a terminal: {@code pipeline.yaml:12:9 model.optimizer.adam.lerning-rate: unknown key}. */
    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line + ":" + column;
        return printable(place + (path.isEmpty() ? "" : " " + path) + ": " + message);
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isInvisible(c)) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SURROGATE -> true;
            default -> false;
        };
    }
}
