package dev.freshet.jobs.replay;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Holds a loop to a number of turns per second, measured from its beginning, so that a pause is caught up. */
final class Pace {
    private static final double NANOS_PER_SECOND = 1e9;

    /** How long a stop may go unnoticed. */
    private static final long LONGEST_NAP = 100_000_000L;

    private final double perSecond;
    private final LongSupplier nanos;
    private final LongConsumer nap;
    private final long start;
    private long turns;

    /** @param perSecond 0 for as fast as it goes */
    Pace(double perSecond) {
        this(perSecond, System::nanoTime, LockSupport::parkNanos);
    }

    /**
     * With a time of the caller's.
     *
     * @param nap waits for that many nanoseconds, or less
     */
    Pace(double perSecond, LongSupplier nanos, LongConsumer nap) {
        if (!(perSecond >= 0 && perSecond < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "rate must be >= 0 events per second, where 0 is as fast as it goes: got " + perSecond);
        }
        this.perSecond = perSecond;
        this.nanos = nanos;
        this.nap = nap;
        start = nanos.getAsLong();
    }

    /** Waits until the next turn is due, or {@code stopped}. */
    void await(BooleanSupplier stopped) {
        if (perSecond == 0) {
            return;
        }
        long due = start + (long) (turns++ / perSecond * NANOS_PER_SECOND);
        for (long left = due - nanos.getAsLong(); left > 0; left = due - nanos.getAsLong()) {
            if (stopped.getAsBoolean() || Thread.currentThread().isInterrupted()) {
                return;
            }
            nap.accept(Math.min(left, LONGEST_NAP));
        }
    }
}
