package dev.freshet.jobs.console;

import java.util.Locale;
import java.util.function.LongSupplier;

/** How far a bounded task has come: one line that is drawn over on a terminal, a plain line now and then elsewhere. */
public final class ProgressBar {
    private static final int WIDTH = 30;
    private static final long REDRAW_NANOS = 200_000_000L;
    private static final long PLAIN_NANOS = 5_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Terminal terminal;
    private final String what;
    private final LongSupplier nanos;
    private final long start;
    private long lastDrawn;
    private int drawnWidth;

    public ProgressBar(Terminal terminal, String what) {
        this(terminal, what, System::nanoTime);
    }

    ProgressBar(Terminal terminal, String what, LongSupplier nanos) {
        this.terminal = terminal;
        this.what = what;
        this.nanos = nanos;
        start = nanos.getAsLong();
        lastDrawn = start;
    }

    /**
     * Draws, unless it has just done so.
     *
     * @param share of the whole, 0 to 1
     */
    public void show(long count, double share) {
        long now = nanos.getAsLong();
        if (now - lastDrawn < (terminal.interactive() ? REDRAW_NANOS : PLAIN_NANOS)) {
            return;
        }
        lastDrawn = now;
        String text = text(count, now);
        if (terminal.interactive()) {
            draw(text, share);
        } else {
            terminal.line(String.format(Locale.ROOT, "%3.0f %% %s", 100 * bounded(share), text));
        }
    }

    /** Draws the last line. */
    public void end(long count) {
        if (drawnWidth > 0) {
            terminal.part("\r" + " ".repeat(drawnWidth) + "\r");
        }
        terminal.line(text(count, nanos.getAsLong()));
    }

    /** A line as wide as the terminal would begin another, so one character stays free. */
    private void draw(String text, double share) {
        int room = terminal.columns() - 1;
        String line = WIDTH + 3 + text.length() <= room ? bar(share) + " " + text : text;
        String shown = line.substring(0, Math.min(line.length(), room));
        terminal.part("\r" + shown + " ".repeat(Math.max(0, drawnWidth - shown.length())));
        drawnWidth = shown.length();
    }

    private String text(long count, long now) {
        double seconds = (now - start) / NANOS_PER_SECOND;
        String speed = seconds > 0 ? String.format(Locale.ROOT, ", %,.0f per second", count / seconds) : "";
        return String.format(Locale.ROOT, "%,d %s", count, what) + speed;
    }

    private static String bar(double share) {
        int filled = (int) Math.round(WIDTH * bounded(share));
        return "[" + "=".repeat(filled) + " ".repeat(WIDTH - filled) + "]";
    }

    private static double bounded(double share) {
        return Math.max(0, Math.min(1, share));
    }
}
