package dev.freshet.jobs.replay;

import java.util.concurrent.locks.LockSupport;

/** Holds a loop to a number of turns per second, measured from its beginning, so that a pause is caught up. */
final class Pace {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final double perSecond;
    private final long start = System.nanoTime();
    private long turns;

    /** @param perSecond 0 for as fast as it goes */
    Pace(double perSecond) {
        if (!(perSecond >= 0 && perSecond < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "rate must be >= 0 events per second, where 0 is as fast as it goes: got " + perSecond);
        }
        this.perSecond = perSecond;
    }

    /** Waits until the next turn is due, or the thread is interrupted. */
    void await() {
        if (perSecond == 0) {
            return;
        }
        long due = start + (long) (turns++ / perSecond * NANOS_PER_SECOND);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}
