package dev.freshet.model.encode;

/** A cycle of the calendar (ISO 8601, as java.time reads it), and how much of it has gone by at a local time. */
public enum TimePart {
    /** Whole minutes of the hour, of 60. */
    MINUTE_OF_HOUR,
    /** Whole hours of the day, of 24. */
    HOUR_OF_DAY,
    /** Milliseconds of the day, of 24 hours. */
    TIME_OF_DAY,
    /** Whole days since Monday, of 7. */
    DAY_OF_WEEK,
    /** Whole days of the month, of as many as it has. */
    DAY_OF_MONTH,
    /** Whole days of the year, of as many as it has. */
    DAY_OF_YEAR,
    /** Whole months of the year, of 12. */
    MONTH_OF_YEAR;

    /** In [0, 1). */
    double gone(LocalTimeline local) {
        return switch (this) {
            case MINUTE_OF_HOUR -> local.minuteOfHour() / 60.0;
            case HOUR_OF_DAY -> local.hour() / 24.0;
            case TIME_OF_DAY -> local.millisOfDay() / (double) LocalTimeline.DAY;
            case DAY_OF_WEEK -> local.dayOfWeek() / 7.0;
            case DAY_OF_MONTH -> (local.day() - 1) / (double) local.daysOfMonth();
            case DAY_OF_YEAR -> (local.dayOfYear() - 1) / (double) local.daysOfYear();
            case MONTH_OF_YEAR -> (local.month() - 1) / 12.0;
        };
    }
}
