package dev.freshet.jobs.console;

import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.Map;

/** Where lines go, and whether they may be coloured: only on a terminal, and never where NO_COLOR is set. */
public record Terminal(PrintStream out, boolean interactive, boolean colour) {
    private static final String RESET = "\u001b[0m";

    public static Terminal of(PrintStream out, Map<String, String> environment) {
        boolean interactive = isTerminal();
        boolean colour = interactive
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(out, interactive, colour);
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    String bold(String text) {
        return colour ? "\u001b[1m" + text + RESET : text;
    }

    String alarm(String text) {
        return colour ? "\u001b[1;31m" + text + RESET : text;
    }

    String good(String text) {
        return colour ? "\u001b[32m" + text + RESET : text;
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
