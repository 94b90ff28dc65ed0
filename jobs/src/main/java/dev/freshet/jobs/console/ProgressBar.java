package dev.freshet.jobs.console;

import java.util.Locale;

/** How far a bounded task has come: one line that is drawn over on a terminal, a plain line now and then elsewhere. */
public final class ProgressBar {
    private static final int WIDTH = 30;
    private static final long REDRAW_NANOS = 200_000_000L;
    private static final long PLAIN_NANOS = 5_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Terminal terminal;
    private final String what;
    private final long start = System.nanoTime();
    private long lastDrawn = start;

    public ProgressBar(Terminal terminal, String what) {
        this.terminal = terminal;
        this.what = what;
    }

    /**
     * Draws, unless it has just done so.
     *
     * @param share of the whole, 0 to 1
     */
    public void show(long count, double share) {
        long now = System.nanoTime();
        if (now - lastDrawn < (terminal.interactive() ? REDRAW_NANOS : PLAIN_NANOS)) {
            return;
        }
        lastDrawn = now;
        if (terminal.interactive()) {
            terminal.out().print("\r" + bar(share) + " " + text(count) + "  ");
            terminal.out().flush();
        } else {
            terminal.line(String.format(Locale.ROOT, "%3.0f %% %s", 100 * share, text(count)));
        }
    }

    /** Draws the last line. */
    public void end(long count) {
        if (terminal.interactive()) {
            terminal.out().print("\r" + " ".repeat(WIDTH + 60) + "\r");
        }
        terminal.line(text(count));
    }

    private String text(long count) {
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        return String.format(Locale.ROOT, "%,d %s, %,.0f per second", count, what, count / seconds);
    }

    private static String bar(double share) {
        int filled = (int) Math.round(WIDTH * Math.max(0, Math.min(1, share)));
        return "[" + "=".repeat(filled) + " ".repeat(WIDTH - filled) + "]";
    }
}
