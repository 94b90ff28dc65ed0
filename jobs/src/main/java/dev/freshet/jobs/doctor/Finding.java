package dev.freshet.jobs.doctor;

import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param what one word
 * @param text what was found, and where it is not well, what to do
 */
public record Finding(Verdict verdict, String what, String text) {

    /** How it is. */
    public enum Verdict {
        OK,
        /** A job runs, and may be slow or stop one day. */
        WARN,
        /** A job is refused or stops. */
        FAIL
    }

    static Finding ok(String what, String text) {
        return new Finding(Verdict.OK, what, text);
    }

    static Finding warn(String what, String text) {
        return new Finding(Verdict.WARN, what, text);
    }

    static Finding fail(String what, String text) {
        return new Finding(Verdict.FAIL, what, text);
    }

    @Override
    public String toString() {
        return String.format("%-5s %-12s %s", verdict.name().toLowerCase(Locale.ROOT), what, text);
    }
}
