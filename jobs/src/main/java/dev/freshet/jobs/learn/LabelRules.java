package dev.freshet.jobs.learn;

import java.io.Serializable;

/**
 * How long features and labels of a key wait for each other; decided by their own times, so that a restart, or which of the
 * two topics is read faster, decides alike.
 *
 * @param waitMillis milliseconds by which a key's features may have passed a label's time before a label whose features have not
 *     come is an orphan
 * @param ttlMillis milliseconds by which a key's labels may have passed the features' time before features count as never labelled
 */
public record LabelRules(long waitMillis, long ttlMillis) implements Serializable {
    /** An hour that one topic may be behind the other, a week in which most outcomes are known. */
    public static final LabelRules DEFAULT = new LabelRules(3_600_000L, 7 * 86_400_000L);

    public LabelRules {
        if (waitMillis < 0) {
            throw new IllegalArgumentException("labels.wait must be >= 0 ms: got " + waitMillis);
        }
        if (ttlMillis <= 0) {
            throw new IllegalArgumentException("labels.ttl must be > 0 ms: got " + ttlMillis);
        }
    }

    /** Whether {@code clock} has passed {@code time} by more than {@link #waitMillis}. */
    boolean waited(long time, long clock) {
        return passed(time, waitMillis, clock);
    }

    /** Whether {@code clock} has passed {@code time} by more than {@link #ttlMillis}. */
    boolean expired(long time, long clock) {
        return passed(time, ttlMillis, clock);
    }

    private static boolean passed(long time, long by, long clock) {
        long end = time + by;
        boolean beyondAllTime = end < time;
        return !beyondAllTime && clock > end;
    }
}
