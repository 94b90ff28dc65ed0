package dev.freshet.jobs.letters;

import dev.freshet.kafka.DeadLetter;
import dev.freshet.wire.RawRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The lines of the newest letters of all that it was shown; keeps no letter itself, since one may have two megabytes. */
public final class NewestLetters {
    private static final Comparator<Line> AGE = Comparator.comparingLong(Line::time)
            .thenComparingInt(Line::partition)
            .thenComparingLong(Line::offset);

    private final LetterFilter filter;
    private final int most;
    private final PriorityQueue<Line> newest = new PriorityQueue<>(AGE);
    private long matching;

    private record Line(long time, int partition, long offset, String text) {}

    /** @param most lines that it keeps */
    public NewestLetters(LetterFilter filter, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("newest must be >= 1: got " + most);
        }
        this.filter = filter;
        this.most = most;
    }

    public void add(RawRecord raw) {
        DeadLetter letter = new DeadLetter(raw);
        if (!filter.matches(letter)) {
            return;
        }
        matching++;
        newest.add(new Line(raw.timestamp(), raw.partition(), raw.offset(), LetterText.line(letter)));
        if (newest.size() > most) {
            newest.remove();
        }
    }

    /** Letters that the filter meant, kept or not. */
    public long matching() {
        return matching;
    }

    /** The newest last. */
    public List<String> lines() {
        List<Line> sorted = new ArrayList<>(newest);
        sorted.sort(AGE);
        return sorted.stream().map(Line::text).toList();
    }
}
