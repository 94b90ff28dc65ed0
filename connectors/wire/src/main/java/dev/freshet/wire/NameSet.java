package dev.freshet.wire;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The names of a body's unknown fields by the object they stand in: a table of fixed size with open addressing, hashed
 * with a secret seed, so that nobody can choose names that collide. Reused; not for two threads.
 */
final class NameSet {
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private final int limit;
    private final @Nullable String[] names;
    private final long[] hashes;
    private final int[] used;
    private final long seed = new SplittableRandom().nextLong();
    private int size;

    NameSet(int limit) {
        this.limit = limit;
        int slots = Integer.highestOneBit(Math.max(1, limit)) * 4;
        names = new @Nullable String[slots];
        hashes = new long[slots];
        used = new int[limit];
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            names[used[i]] = null;
        }
        size = 0;
    }

    boolean full() {
        return size == limit;
    }

    /** Adds a name of the object with the number {@code scope}, unless {@link #full}; false if it is there. */
    boolean add(int scope, String name) {
        long hash = hash(scope, name);
        int mask = names.length - 1;
        int slot = (int) hash & mask;
        for (String taken = names[slot]; taken != null; taken = names[slot]) {
            if (hashes[slot] == hash && taken.equals(name)) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        names[slot] = name;
        hashes[slot] = hash;
        used[size++] = slot;
        return true;
    }

    /** Two objects' equal names differ in their hash: a 64-bit mixer is one to one in its seed. */
    private long hash(int scope, String name) {
        long hash = seed + scope * STEP;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * STEP;
            hash ^= hash >>> 32;
        }
        return hash;
    }
}
