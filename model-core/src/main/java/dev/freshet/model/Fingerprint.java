package dev.freshet.model;

import dev.freshet.model.encode.CategoryHash;

/**
 * The 64-bit chain that names a model: over spec and key, then over the spec, places and outcome of each closed batch.
 * Two keys with equal fingerprints have seen the same log under the same settings.
 */
final class Fingerprint {

    private Fingerprint() {}

    static long begin(long specHash, String key) {
        return link(link(0, specHash), CategoryHash.of(key));
    }

    /** The spec stands in every link, since a restored key may go on under another rate or loss. */
    static long close(long fingerprint, long specHash, Batch batch, boolean trained) {
        long chain = link(fingerprint, specHash);
        for (int i = 0; i < batch.size; i++) {
            chain = link(link(chain, batch.partitions[i]), batch.offsets[i]);
        }
        return link(chain, trained ? 1 : 2);
    }

    /** A response to drift has changed how the key learns from here on, or what. */
    static long respond(long fingerprint) {
        return link(fingerprint, 3);
    }

    private static long link(long chain, long value) {
        return CategoryHash.mix(Long.rotateLeft(chain, 23) ^ CategoryHash.mix(value + 0x9e3779b97f4a7c15L));
    }
}
