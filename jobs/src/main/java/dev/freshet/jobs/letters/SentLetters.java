package dev.freshet.jobs.letters;

import dev.freshet.kafka.DeadLetter;
import dev.freshet.kafka.DeadLetter.Hindrance;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.RawRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which letters were sent back before: a record that was bears the place of its letter, and lies behind the place that it had
 * first. So the events topic itself tells, after a crash too. Keeps a text per record that was sent back.
 */
public final class SentLetters {
    private final LetterFilter filter;
    private final String events;
    private final Map<Integer, Long> first = new HashMap<>();
    private final Set<String> sent = new HashSet<>();
    private Map<Integer, Long> starts = Map.of();
    private Map<Integer, Long> ends = Map.of();

    private SentLetters(LetterFilter filter, String events) {
        this.filter = filter;
        this.events = events;
    }

    /** Knows of none, so that nothing is kept back. */
    public static SentLetters forgotten(LetterFilter filter, String events) {
        return new SentLetters(filter, events);
    }

    /**
     * Reads the letters, and the events from the first place of any of them on.
     *
     * @throws dev.freshet.kafka.KafkaSetupException if a topic is missing, or no broker answers
     */
    public static SentLetters read(KafkaSettings kafka, String letters, LetterFilter filter, String events) {
        SentLetters known = new SentLetters(filter, events);
        try (TopicReader reader = new TopicReader(kafka, List.of(letters))) {
            reader.toEnd(known::place);
        }
        if (known.first.isEmpty()) {
            return known;
        }
        known.starts = TopicReader.starts(kafka, events);
        known.ends = TopicReader.ends(kafka, events);
        try (TopicReader reader = new TopicReader(kafka, List.of(events))) {
            reader.skipToEnd();
            boolean sameTopic = known.ends.keySet().containsAll(known.first.keySet());
            for (int partition : known.ends.keySet()) {
                if (!sameTopic || known.first.containsKey(partition)) {
                    reader.from(events, partition, known.begin(partition));
                }
            }
            reader.toEnd(record -> DeadLetter.sentBackFrom(record).ifPresent(known.sent::add));
        }
        return known;
    }

    private void place(RawRecord raw) {
        DeadLetter letter = new DeadLetter(raw);
        if (filter.matches(letter) && letter.hindrance(events) == Hindrance.NONE) {
            first.merge((int) letter.partition(), letter.offset(), Math::min);
        }
    }

    /** Where the first that was sent back may lie; a topic that was made anew is read from its start. */
    private long begin(int partition) {
        long start = starts.getOrDefault(partition, 0L);
        long behind = first.getOrDefault(partition, -1L) + 1;
        return behind > ends.getOrDefault(partition, 0L) ? start : Math.max(start, behind);
    }

    /** What keeps a letter back that nothing else does. */
    Hindrance hindrance(DeadLetter letter) {
        if (sent.contains(letter.place())) {
            return Hindrance.SENT_BEFORE;
        }
        boolean seen = starts.getOrDefault((int) letter.partition(), 0L) <= letter.offset() + 1;
        return seen ? Hindrance.NONE : Hindrance.UNSEEN;
    }
}
