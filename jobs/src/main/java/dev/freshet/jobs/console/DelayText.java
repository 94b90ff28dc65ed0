package dev.freshet.jobs.console;

import dev.freshet.wire.MetricsRecord.Delays;
import java.util.Locale;

/** How long labels took, in words. */
final class DelayText {
    private static final double SECOND = 1_000;
    private static final double MINUTE = 60 * SECOND;
    private static final double HOUR = 60 * MINUTE;
    private static final double DAY = 24 * HOUR;

    /** The histogram's last bound. */
    private static final String BEYOND = "> 97 d";

    private DelayText() {}

    /** Bounds that a half, nine tenths and 99 of a hundred do not exceed; they are a fifth apart. */
    static String quantiles(Delays delays) {
        return delays.count() == 0
                ? "none"
                : "half in " + millis(delays.quantile(0.5)) + ", 90 % in " + millis(delays.quantile(0.9)) + ", 99 % in "
                        + millis(delays.quantile(0.99));
    }

    private static String millis(long millis) {
        if (millis == Delays.BEYOND) {
            return BEYOND;
        }
        return millis < 2 * MINUTE
                ? text(millis / SECOND, "s")
                : millis < 2 * HOUR
                        ? text(millis / MINUTE, "min")
                        : millis < 2 * DAY ? text(millis / HOUR, "h") : text(millis / DAY, "d");
    }

    private static String text(double count, String unit) {
        return String.format(Locale.ROOT, count < 10 ? "%.1f %s" : "%.0f %s", count, unit);
    }
}
