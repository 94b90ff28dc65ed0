package dev.freshet.jobs.letters;

import dev.freshet.kafka.DeadLetter;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.SafeText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many letters there are of each code and field. Forged kinds beyond a thousand are counted together. */
public final class LetterStats {
    private static final int KINDS = 1_000;
    private static final int TEXT = 60;

    private final LetterFilter filter;
    private final Map<Kind, Long> counts = new HashMap<>();
    private long total;

    private record Kind(String code, String field) {}

    public LetterStats(LetterFilter filter) {
        this.filter = filter;
    }

    public void add(RawRecord raw) {
        DeadLetter letter = new DeadLetter(raw);
        if (!filter.matches(letter)) {
            return;
        }
        total++;
        Kind kind = new Kind(text(letter.code()), text(letter.field()));
        if (counts.size() >= KINDS && !counts.containsKey(kind)) {
            kind = new Kind("(others)", "");
        }
        counts.merge(kind, 1L, Long::sum);
    }

    public long total() {
        return total;
    }

    /** Count, code, field; the most frequent first. */
    public List<String> lines() {
        List<Map.Entry<Kind, Long>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(Map.Entry.<Kind, Long>comparingByValue()
                .reversed()
                .thenComparing(entry -> entry.getKey().code())
                .thenComparing(entry -> entry.getKey().field()));
        return sorted.stream()
                .map(entry -> String.format(
                                "%,10d  %-18s %s",
                                entry.getValue(),
                                entry.getKey().code(),
                                entry.getKey().field())
                        .stripTrailing())
                .toList();
    }

    private static String text(@Nullable String text) {
        return text == null ? "-" : SafeText.of(text, TEXT);
    }
}
