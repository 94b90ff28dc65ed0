package dev.freshet.dashboards.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are kept: those with the most events. Where there is no room, a key with more events takes the place of the
 * one with the fewest; others are counted and let go. Not for two threads.
 */
final class Keys {
    private final int most;
    private final Yardstick yardstick;
    private final int window;
    private final Map<String, KeyState> byName = new HashMap<>();
    private long letGo;
    private long fewest;

    Keys(int most, Yardstick yardstick, int window) {
        this.most = most;
        this.yardstick = yardstick;
        this.window = window;
    }

    /** The state of a key with so many events so far, 0 if that is not known, made if need be; null if there is no room for it. */
    @Nullable
    KeyState of(String key, long events) {
        String name = Names.bounded(key);
        KeyState known = byName.get(name);
        if (known != null) {
            fewest = events > 0 ? Math.min(fewest, events) : fewest;
            return known;
        }
        if (byName.size() >= most && !makeRoom(events)) {
            letGo++;
            return null;
        }
        KeyState made = new KeyState(name, yardstick, window);
        byName.put(name, made);
        return made;
    }

    /** Looks at all keys only where {@code events} exceeds the fewest that were found last; keys seldom shrink. */
    private boolean makeRoom(long events) {
        if (events <= fewest) {
            return false;
        }
        KeyState smallest = byName.values().stream()
                .min(Comparator.comparingLong(KeyState::predicted))
                .orElseThrow();
        fewest = smallest.predicted();
        if (events <= fewest) {
            return false;
        }
        letGo++;
        byName.remove(smallest.name());
        return true;
    }

    @Nullable
    KeyState get(String key) {
        return byName.get(Names.bounded(key));
    }

    Collection<KeyState> all() {
        return byName.values();
    }

    int size() {
        return byName.size();
    }

    /** How often there was no room: records of keys that were not kept, and keys that were let go for larger ones. */
    long letGo() {
        return letGo;
    }
}
