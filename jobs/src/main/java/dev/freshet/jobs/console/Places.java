package dev.freshet.jobs.console;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which offsets of one partition have been seen: one bit each, and next to nothing for the stretches that are complete, so
 * that a stream without end can be watched, too.
 */
public final class Places {
    static final int STRETCH = 1 << 16;

    private final Map<Long, Stretch> stretches = new HashMap<>();

    /** Whether {@code offset} is seen for the first time. */
    public boolean add(long offset) {
        return stretches.computeIfAbsent(offset / STRETCH, any -> new Stretch()).add((int) (offset % STRETCH));
    }

    public boolean contains(long offset) {
        Stretch stretch = stretches.get(offset / STRETCH);
        return stretch != null && (stretch.seen == null || stretch.seen.get((int) (offset % STRETCH)));
    }

    /** Stretches of which an offset is missing; only these take memory. */
    long incomplete() {
        return stretches.values().stream().filter(each -> each.seen != null).count();
    }

    private static final class Stretch {
        private @Nullable BitSet seen = new BitSet(STRETCH);
        private int count;

        private boolean add(int at) {
            if (seen == null || seen.get(at)) {
                return false;
            }
            seen.set(at);
            if (++count == STRETCH) {
                seen = null;
            }
            return true;
        }
    }
}
