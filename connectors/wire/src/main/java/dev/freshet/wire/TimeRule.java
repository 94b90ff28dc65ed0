package dev.freshet.wire;

/** Which times are plausible epoch milliseconds, judged by the record's own timestamp and by no clock. */
final class TimeRule {
    private static final long DAY = 86_400_000L;
    private static final long YEAR_1971 = 31_536_000_000L;
    private static final long YEAR_2000 = 946_684_800_000L;

    /** The latest time for a record that has no timestamp, and the latest timestamp. */
    private static final long YEAR_2100 = 4_102_444_800_000L;

    private TimeRule() {}

    /** @param recordTime the record's timestamp, not positive where it has none */
    static void check(long time, long recordTime, String pointer) throws Refusal {
        long latest = recordTime > 0 ? Math.min(recordTime, YEAR_2100) + DAY : YEAR_2100;
        if (time >= YEAR_1971 && time <= latest) {
            return;
        }
        if (time < YEAR_1971) {
            String hint = time >= YEAR_1971 / 1_000 ? ", which looks like seconds: multiply by 1000" : "";
            throw implausible(pointer, time + hint);
        }
        if (time / 1_000 >= YEAR_2000 && time / 1_000 <= latest) {
            throw implausible(pointer, time + ", which looks like microseconds: divide by 1000");
        }
        if (time / 1_000_000 >= YEAR_2000 && time / 1_000_000 <= latest) {
            throw implausible(pointer, time + ", which looks like nanoseconds: divide by 1000000");
        }
        throw new Refusal(
                RejectionCode.TIMESTAMP_FUTURE,
                pointer,
                pointer + " must not lie more than a day after the record's timestamp " + recordTime + ": got " + time);
    }

    /** Checks the timestamp of a record whose body brings no time. */
    static void checkRecord(long recordTime) throws Refusal {
        if (recordTime > YEAR_2100) {
            throw new Refusal(
                    RejectionCode.TIMESTAMP_FUTURE,
                    null,
                    "the record's timestamp must be epoch milliseconds before 2100: got " + recordTime);
        }
    }

    static Refusal implausible(String pointer, String found) {
        return new Refusal(
                RejectionCode.TIMESTAMP,
                pointer,
                pointer + " must be epoch milliseconds since 1971, an integer: got " + found);
    }
}
