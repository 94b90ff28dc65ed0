package dev.freshet.model.encode;

/**
 * MurmurHash3 x86_32, and the signed column that feature hashing makes of it: {@code |h| mod n} with the sign of h. It is
 * the rule of scikit-learn's hashers, so that the same text falls into the same columns.
 *
 * @see <a href="https://github.com/aappleby/smhasher/wiki/MurmurHash3">Appleby (2011)</a>
 * @see <a href="https://arxiv.org/abs/0902.2206">Weinberger et al. (2009)</a>
 */
final class Murmur3 {
    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private Murmur3() {}

    static int hash(byte[] bytes, int from, int length, int seed) {
        int h = seed;
        int i = from;
        for (int end = from + (length & ~3); i < end; i += 4) {
            h = block(h, fourBytes(bytes, i));
        }
        int rest = 0;
        for (int shift = 0; i < from + length; i++, shift += 8) {
            rest |= (bytes[i] & 0xff) << shift;
        }
        return finish(h ^ scramble(rest), length);
    }

    /** Of the eight bytes of {@code x}, the lowest first. */
    static int hash(long x, int seed) {
        return finish(block(block(seed, (int) x), (int) (x >>> 32)), Long.BYTES);
    }

    /** Of a power of two of columns. */
    static int column(int hash, int bits) {
        return Math.abs(hash) & ((1 << bits) - 1);
    }

    static int sign(int hash) {
        return hash >= 0 ? 1 : -1;
    }

    private static int fourBytes(byte[] bytes, int i) {
        return (bytes[i] & 0xff) | ((bytes[i + 1] & 0xff) << 8) | ((bytes[i + 2] & 0xff) << 16) | (bytes[i + 3] << 24);
    }

    private static int block(int h, int k) {
        return Integer.rotateLeft(h ^ scramble(k), 13) * 5 + 0xe6546b64;
    }

    private static int scramble(int k) {
        return Integer.rotateLeft(k * C1, 15) * C2;
    }

    private static int finish(int h, int length) {
        h ^= length;
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
