package dev.freshet.model.encode;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * Clock and calendar of one zone at one moment, by the rules of java.time and without its objects: the zone's offset is
 * looked up only where a moment lies beyond the two changes of the clock around the one before. Not thread-safe.
 */
final class LocalTimeline {
    static final long DAY = 86_400_000;

    private static final int[] DAYS_BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

    /** Days from 0000-03-01 to 1970-01-01. */
    private static final long EPOCH_FROM_MARCH_0 = 719_468;

    private static final long DAYS_OF_400_YEARS = 146_097;

    private final ZoneRules rules;
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;
    private long offset;

    private long millisOfDay;
    private int dayOfWeek;
    private boolean leap;
    private int month;
    private int day;

    /** @throws java.time.DateTimeException if there is no such zone */
    LocalTimeline(String zone) {
        rules = ZoneId.of(zone).getRules();
    }

    /** Goes to {@code time}, epoch milliseconds within {@link DateTimeParts#MAX} of 0. */
    void goTo(long time) {
        if (time < from || time >= to) {
            findOffset(time);
        }
        long local = time + offset;
        millisOfDay = Math.floorMod(local, DAY);
        date(Math.floorDiv(local, DAY));
    }

    private void findOffset(long time) {
        Instant at = Instant.ofEpochMilli(time);
        offset = rules.getOffset(at).getTotalSeconds() * 1000L;
        from = millis(rules.previousTransition(at.plusNanos(1)), Long.MIN_VALUE);
        to = millis(rules.nextTransition(at), Long.MAX_VALUE);
    }

    private static long millis(@Nullable ZoneOffsetTransition change, long otherwise) {
        return change == null ? otherwise : change.toEpochSecond() * 1000;
    }

    /** Counts years from 1 March, so that a leap day is the last day of its year. */
    private void date(long epochDay) {
        dayOfWeek = (int) Math.floorMod(epochDay + 3, 7L);
        long days = epochDay + EPOCH_FROM_MARCH_0;
        long era = Math.floorDiv(days, DAYS_OF_400_YEARS);
        int dayOfEra = (int) (days - era * DAYS_OF_400_YEARS);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayFromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayFromMarch + 2) / 153;
        day = dayFromMarch - (153 * monthFromMarch + 2) / 5 + 1;
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    long millisOfDay() {
        return millisOfDay;
    }

    int hour() {
        return (int) (millisOfDay / 3_600_000);
    }

    int minuteOfHour() {
        return (int) (millisOfDay / 60_000 % 60);
    }

    /** 0 on a Monday. */
    int dayOfWeek() {
        return dayOfWeek;
    }

    /** From 1. */
    int month() {
        return month;
    }

    /** From 1. */
    int day() {
        return day;
    }

    int daysOfMonth() {
        return DAYS_BEFORE_MONTH[month] - DAYS_BEFORE_MONTH[month - 1] + (leap && month == 2 ? 1 : 0);
    }

    /** From 1. */
    int dayOfYear() {
        return DAYS_BEFORE_MONTH[month - 1] + day + (leap && month > 2 ? 1 : 0);
    }

    int daysOfYear() {
        return leap ? 366 : 365;
    }
}
