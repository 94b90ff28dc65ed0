package dev.freshet.model;

import dev.freshet.model.encode.CategoryHash;

/**
 * The 64-bit chain that names a model: over spec and key, then over the spec, places and outcome of each closed batch,
 * and over each command that acted and each promotion.
 * Two keys with equal fingerprints have seen the same log under the same settings.
 */
final class Fingerprint {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    /** Of a multiplicative generator of 64 bits (Steele and Vigna 2021). */
    private static final long SPREAD = 0xd1342543de82ef95L;

    private Fingerprint() {}

    static long begin(long specHash, String key) {
        return link(link(0, specHash), CategoryHash.of(key));
    }

    /** The spec stands in every link, since a restored key may go on under another rate or loss. */
    static long close(long fingerprint, long specHash, Batch batch, boolean trained) {
        long chain = link(link(fingerprint, specHash), digest(batch.size, batch.partitions, batch.offsets));
        return link(chain, trained ? 1 : 2);
    }

    /** A command has dropped the open batch. */
    static long drop(long fingerprint, long specHash, Batch batch) {
        long chain = link(link(fingerprint, specHash), digest(batch.size, batch.partitions, batch.offsets));
        return link(chain, 6);
    }

    /** A command has acted. */
    static long act(long fingerprint, long digest) {
        return link(link(fingerprint, 5), digest);
    }

    /** A challenger has taken the champion's place, whose chains were {@code model} and {@code fingerprint}. */
    static long promote(long fingerprint, String name, long model) {
        return link(link(link(fingerprint, 7), CategoryHash.of(name)), model);
    }

    /** As after a batch of one that was learned. */
    static long learned(long fingerprint, long specHash, int partition, long offset) {
        return link(link(link(fingerprint, specHash), SPREAD + place(partition, offset)), 1);
    }

    /** Σ M^(n − 1 − i) place(i), by Horner, so that an event costs a link of one multiplication; M is odd, so no place is lost. */
    private static long digest(int n, int[] partitions, long[] offsets) {
        long sum = n;
        for (int i = 0; i < n; i++) {
            sum = sum * SPREAD + place(partitions[i], offsets[i]);
        }
        return sum;
    }

    private static long place(int partition, long offset) {
        return CategoryHash.mix(CategoryHash.mix(partition + GOLDEN) ^ (offset + GOLDEN));
    }

    /** A response to drift has changed how the key learns from here on, or what. */
    static long respond(long fingerprint) {
        return link(fingerprint, 3);
    }

    /** The state was carried over to a learner of another shape. */
    static long carry(long fingerprint, long specHash) {
        return link(link(fingerprint, 4), specHash);
    }

    private static long link(long chain, long value) {
        return CategoryHash.mix(Long.rotateLeft(chain, 23) ^ CategoryHash.mix(value + GOLDEN));
    }
}
