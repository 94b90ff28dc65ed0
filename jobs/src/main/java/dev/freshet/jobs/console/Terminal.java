package dev.freshet.jobs.console;

import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.Map;

/**
 * Where lines go, and what may be done there: colour and lines drawn over only on a terminal, and colour never where NO_COLOR
 * is set. Everything written is ASCII but for what users named.
 *
 * @param interactive whether a person watches
 * @param columns characters that fit in a line; {@link #UNBOUNDED} where nobody watches
 */
public record Terminal(PrintStream out, boolean interactive, boolean colour, int columns) {
    static final int UNBOUNDED = Integer.MAX_VALUE;

    private static final int USUAL_COLUMNS = 80;
    private static final String RESET = "\u001b[0m";

    /** @param environment of the process; the launcher puts the terminal's width in COLUMNS */
    public static Terminal of(PrintStream out, Map<String, String> environment) {
        return of(out, isTerminal(), environment);
    }

    static Terminal of(PrintStream out, boolean interactive, Map<String, String> environment) {
        boolean colour = interactive
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(
                out, interactive, colour, interactive ? columns(environment.getOrDefault("COLUMNS", "")) : UNBOUNDED);
    }

    /** Prints a whole line at once. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Prints what stays open for more. */
    void part(String text) {
        out.print(text);
        out.flush();
    }

    /** Whether whoever read the output has gone, as {@code head} does. */
    public boolean gone() {
        return out.checkError();
    }

    /** {@code text} as a heading, where colour is allowed. */
    public String bold(String text) {
        return colour ? "\u001b[1m" + text + RESET : text;
    }

    /** {@code text} as bad news, where colour is allowed. */
    public String alarm(String text) {
        return colour ? "\u001b[1;31m" + text + RESET : text;
    }

    /** {@code text} as good news, where colour is allowed. */
    public String good(String text) {
        return colour ? "\u001b[32m" + text + RESET : text;
    }

    private static int columns(String text) {
        return text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : USUAL_COLUMNS;
    }

    /** Since Java 22 there is a console without a terminal, too, and only it can tell. */
    @SuppressWarnings("SystemConsoleNull") // that is asked right after
    private static boolean isTerminal() {
        Object console = System.console();
        if (console == null) {
            return false;
        }
        try {
            Method isTerminal = console.getClass().getMethod("isTerminal");
            return (boolean) isTerminal.invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
