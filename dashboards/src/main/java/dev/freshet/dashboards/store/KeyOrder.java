package dev.freshet.dashboards.store;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An order of the table of keys. */
public enum KeyOrder {
    /** Bad health first, the worst skill first. */
    WORST(Comparator.comparing((KeyState k) -> k.health().level()).thenComparing(KeyOrder::skillUp)),
    /** Most events first. */
    EVENTS(Comparator.comparingLong(KeyState::predicted).reversed()),
    NAME(Comparator.comparing(KeyState::name)),
    /** The largest loss of the newest window first. */
    LOSS(Comparator.comparingDouble((KeyState k) -> -k.curveValue(0))),
    /** The lowest skill of the newest window first. */
    SKILL(KeyOrder::skillUp),
    /** Most alarms first. */
    ALARMS(Comparator.comparingLong(KeyState::alarms).reversed());

    @SuppressWarnings("ImmutableEnumChecker") // it holds nothing
    private final Comparator<KeyState> order;

    KeyOrder(Comparator<KeyState> order) {
        this.order = order.thenComparing(KeyState::name);
    }

    Comparator<KeyState> order() {
        return order;
    }

    private static int skillUp(KeyState one, KeyState other) {
        return Double.compare(one.skill(), other.skill());
    }

    /** As a query has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All words. */
    public static List<String> words() {
        return Stream.of(values()).map(KeyOrder::word).toList();
    }

    /** The order of that word; null if there is none. */
    public static @Nullable KeyOrder of(String word) {
        return Stream.of(values())
                .filter(o -> o.word().equals(word))
                .findFirst()
                .orElse(null);
    }
}
