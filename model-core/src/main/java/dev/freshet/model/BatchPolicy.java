package dev.freshet.model;

import java.io.Serializable;

/**
 * When a key's open batch closes: by count, or when an arriving event is more than {@code maxAgeMillis} younger than the
 * batch's first. Both are data, so a replay closes the same batches. The end of a stream closes none.
 *
 * @param size examples, 1 to 65,536
 * @param maxAgeMillis 0 for no limit
 */
public record BatchPolicy(int size, long maxAgeMillis) implements Serializable {

    public BatchPolicy {
        if (!(size >= 1 && size <= 65_536)) {
            throw new IllegalArgumentException("batch.size must lie in [1, 65536]: got " + size);
        }
        if (maxAgeMillis < 0) {
            throw new IllegalArgumentException("batch.max-age must be >= 0 ms: got " + maxAgeMillis);
        }
    }

    public static BatchPolicy ofSize(int size) {
        return new BatchPolicy(size, 0);
    }
}
