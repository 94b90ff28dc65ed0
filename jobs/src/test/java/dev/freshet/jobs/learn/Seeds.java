package dev.freshet.jobs.learn;

import java.util.SplittableRandom;

/** Runs a law on many random cases; what fails names its seed, which alone makes the case again. */
public final class Seeds {
    private Seeds() {}

    /** What must hold of the case that {@code random} draws. */
    @FunctionalInterface
    public interface Law {
        void hold(SplittableRandom random) throws Exception;
    }

    /** Seeds 1 to {@code count}. */
    public static void each(int count, Law law) {
        for (int seed = 1; seed <= count; seed++) {
            try {
                law.hold(new SplittableRandom(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
