package dev.freshet.jobs.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as pipeline files write them: {@code 500ms}, {@code 10s}, {@code 12min}, {@code 1h}, {@code 7d}. */
final class Durations {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|min|h|d)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private Durations() {}

    static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a duration is written like 500ms, 10s, 12min or 1h: got " + text);
        }
        return Duration.ofMillis(Long.parseLong(matcher.group(1)) * MILLIS.getOrDefault(matcher.group(2), 0L));
    }

    /** The shortest form that {@link #parse} reads back; whole milliseconds. */
    static String format(Duration duration) {
        long millis = duration.toMillis();
        for (String unit : new String[] {"d", "h", "min", "s"}) {
            long one = MILLIS.getOrDefault(unit, 1L);
            if (millis != 0 && millis % one == 0) {
                return millis / one + unit;
            }
        }
        return millis + "ms";
    }
}
