package dev.freshet.jobs.learn;

import dev.freshet.wire.MetricsRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long after their events labels came, per key: counts of delays up to each bound, four bounds to a doubling, from a
 * second to a hundred days. Arrays of counts are never changed, only replaced, as Flink's state wants it.
 */
final class DelayHistogram {
    static final long[] NONE = {};

    /** Upper bounds in ms, inclusive; a longer delay counts under one that has none. */
    private static final long[] BOUNDS = bounds();

    private DelayHistogram() {}

    private static long[] bounds() {
        long[] bounds = new long[94];
        double bound = 1000;
        for (int i = 1; i < bounds.length; i++) {
            bounds[i] = Math.round(bound);
            bound = i % 4 == 0 ? 1000L << (i / 4) : bound * 1.189207115002721;
        }
        return bounds;
    }

    /** {@code counts} with one more delay; a label older than its event counts as 0. */
    static long[] with(long[] counts, long delay) {
        int found = Arrays.binarySearch(BOUNDS, Math.max(0, delay));
        int bucket = found < 0 ? ~found : found;
        long[] more = Arrays.copyOf(counts, Math.max(counts.length, bucket + 1));
        more[bucket]++;
        return more;
    }

    /** As the metrics topic has it. */
    static MetricsRecord.Delays of(long[] counts) {
        List<MetricsRecord.Delays.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                long upTo = i < BOUNDS.length ? BOUNDS[i] : MetricsRecord.Delays.BEYOND;
                buckets.add(new MetricsRecord.Delays.Bucket(upTo, counts[i]));
            }
        }
        return new MetricsRecord.Delays(buckets);
    }
}
