package dev.freshet.jobs.letters;

import dev.freshet.kafka.DeadLetter;
import dev.freshet.kafka.DeadLetter.Hindrance;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import java.util.EnumMap;
import java.util.Map;

/** Sends the records of letters back to the topic that they came from, or only counts which it would send. */
public final class LetterReplay {
    private final LetterFilter filter;
    private final String events;
    private final SentLetters sent;
    private final Target target;
    private final Map<Hindrance, Long> counts = new EnumMap<>(Hindrance.class);

    /** Where a record goes. */
    @FunctionalInterface
    public interface Target {
        /** @param partition in which the record lay */
        void send(Outbound record, long partition);
    }

    /** @param events the topic of the events */
    public LetterReplay(LetterFilter filter, String events, SentLetters sent, Target target) {
        this.filter = filter;
        this.events = events;
        this.sent = sent;
        this.target = target;
    }

    public void add(RawRecord raw) {
        DeadLetter letter = new DeadLetter(raw);
        if (!filter.matches(letter)) {
            return;
        }
        Hindrance own = letter.hindrance(events);
        Hindrance hindrance = own == Hindrance.NONE ? sent.hindrance(letter) : own;
        counts.merge(hindrance, 1L, Long::sum);
        if (hindrance == Hindrance.NONE) {
            target.send(letter.replay(events), letter.partition());
        }
    }

    /** Letters that the filter meant, by what keeps them back. */
    public long count(Hindrance hindrance) {
        return counts.getOrDefault(hindrance, 0L);
    }
}
