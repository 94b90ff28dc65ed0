package dev.freshet.dashboards.store;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a model is.
 *
 * @param why for people; null of a model that is well
 * @param since when it began, in epoch milliseconds; 0 of a model that is well
 */
record Health(Level level, @Nullable String why, long since) {
    static final Health UNKNOWN = new Health(Level.UNKNOWN, null, 0);
    static final Health OK = new Health(Level.OK, null, 0);

    /** From the worst. */
    enum Level {
        BAD,
        WARN,
        UNKNOWN,
        OK;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    void writeTo(Json json) {
        json.text("level", level.word()).text("why", why);
        if (since != 0) {
            json.number("since", since);
        }
    }
}
