package dev.freshet.model.encode;

import java.nio.charset.StandardCharsets;

/**
 * The 64-bit hash that stands for a category's value from decoding on, so that no string travels with an event: FNV-1a
 * over the UTF-8 bytes, finished with MurmurHash3's 64-bit mixer.
 *
 * @see <a href="http://www.isthe.com/chongo/tech/comp/fnv/">Fowler, Noll and Vo</a>
 */
public final class CategoryHash {

    /** Stands for a category that the event does not have. */
    public static final long MISSING = 0;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private CategoryHash() {}

    public static long of(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return of(utf8, 0, utf8.length);
    }

    public static long of(byte[] utf8, int from, int length) {
        long hash = FNV_OFFSET;
        for (int i = from; i < from + length; i++) {
            hash = (hash ^ (utf8[i] & 0xff)) * FNV_PRIME;
        }
        hash = mix(hash);
        return hash == MISSING ? 1 : hash;
    }

    /** MurmurHash3's finalizer: every bit of {@code x} moves every bit of the result. */
    public static long mix(long x) {
        x = (x ^ (x >>> 33)) * 0xff51afd7ed558ccdL;
        x = (x ^ (x >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return x ^ (x >>> 33);
    }
}
