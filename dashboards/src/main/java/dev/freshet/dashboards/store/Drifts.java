package dev.freshet.dashboards.store;

import dev.freshet.wire.DriftRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.Predicate;

/** The newest changes of drift detectors' levels, over all keys. Not for two threads. */
final class Drifts {
    static final int MOST = 1_000;
    private static final int TEXT = 128;

    private final Deque<Mark> marks = new ArrayDeque<>();
    private long alarms;

    /** A change, and when its record was written in epoch milliseconds. */
    record Mark(DriftRecord record, long time) {

        /** Its texts cut: anyone may write to a topic. */
        static Mark of(DriftRecord d, long time) {
            DriftRecord bounded = new DriftRecord(
                    Names.bounded(d.key()),
                    cut(d.detector()),
                    cut(d.level()),
                    cut(d.target()),
                    d.statistic(),
                    d.threshold(),
                    d.at(),
                    d.episode(),
                    cut(d.action()));
            return new Mark(bounded, time);
        }

        private static String cut(String text) {
            return text.length() <= TEXT ? text : text.substring(0, TEXT - 1) + "…";
        }

        boolean isAlarm() {
            return record.level().toLowerCase(Locale.ROOT).equals("drift");
        }

        void writeTo(Json json) {
            json.text("key", record.key())
                    .text("level", record.level())
                    .text("detector", record.detector())
                    .text("target", record.target())
                    .number("statistic", record.statistic())
                    .number("threshold", record.threshold())
                    .number("at", record.at())
                    .number("episode", record.episode())
                    .text("action", record.action())
                    .number("time", time);
        }
    }

    void add(Mark mark) {
        marks.add(mark);
        alarms += mark.isAlarm() ? 1 : 0;
        if (marks.size() > MOST) {
            marks.remove();
        }
    }

    /** Alarms read so far, kept or not. */
    long alarms() {
        return alarms;
    }

    /** The newest first, at most so many. */
    void writeTo(Json array, Predicate<Mark> which, int limit) {
        int left = limit;
        for (Iterator<Mark> newest = marks.descendingIterator(); newest.hasNext() && left > 0; ) {
            Mark mark = newest.next();
            if (which.test(mark)) {
                array.item(mark::writeTo);
                left--;
            }
        }
    }
}
