package dev.freshet.model.eval;

import java.util.Arrays;

/**
 * The newest {@code window} numbers of a list: number n stands at n mod {@code window}. Grows by doubling, so that a rare
 * key stays small.
 */
final class Ring {
    private static final int FIRST_CAPACITY = 8;

    private Ring() {}

    static double[] init(int window) {
        return new double[capacity(0, window)];
    }

    /** Puts number {@code n}, counted from 0, and returns the ring, a new array where it had to grow. */
    static double[] put(double[] ring, int window, long n, double value) {
        int at = (int) (n % window);
        double[] grown = at < ring.length ? ring : Arrays.copyOf(ring, capacity(n + 1, window));
        grown[at] = value;
        return grown;
    }

    /** How many of {@code count} numbers are left. */
    static int size(long count, int window) {
        return (int) Math.min(count, window);
    }

    /** Where the oldest of them stands. */
    static int oldest(long count, int window) {
        return count <= window ? 0 : (int) (count % window);
    }

    /** Entries of the ring that holds the newest of {@code count} numbers. */
    static int capacity(long count, int window) {
        long capacity = FIRST_CAPACITY;
        while (capacity < count && capacity < window) {
            capacity *= 2;
        }
        return (int) Math.min(capacity, window);
    }
}
