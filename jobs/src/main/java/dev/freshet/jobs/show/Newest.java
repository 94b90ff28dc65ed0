package dev.freshet.jobs.show;

import dev.freshet.wire.RawRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The lines of the newest of all records that it was shown; keeps no record itself, since one may have megabytes. */
public final class Newest {
    private static final Comparator<Line> AGE = Comparator.comparingLong(Line::time)
            .thenComparingInt(Line::partition)
            .thenComparingLong(Line::offset);

    private final int most;
    private final PriorityQueue<Line> newest = new PriorityQueue<>(AGE);
    private long shown;

    private record Line(long time, int partition, long offset, String text) {}

    /** @param most lines that it keeps */
    public Newest(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("newest must be >= 1: got " + most);
        }
        this.most = most;
    }

    /** @param line what to print of the record */
    public void add(RawRecord raw, String line) {
        shown++;
        newest.add(new Line(raw.timestamp(), raw.partition(), raw.offset(), line));
        if (newest.size() > most) {
            newest.remove();
        }
    }

    /** Records that it was shown, kept or not. */
    public long shown() {
        return shown;
    }

    /** The newest last. */
    public List<String> lines() {
        List<Line> sorted = new ArrayList<>(newest);
        sorted.sort(AGE);
        return sorted.stream().map(Line::text).toList();
    }
}
