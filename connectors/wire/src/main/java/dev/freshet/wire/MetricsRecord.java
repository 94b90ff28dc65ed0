package dev.freshet.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How well a key's model predicts, as the metrics topic holds it.
 *
 * @param scope {@code window} when a window of events has filled, {@code final} at the end of a bounded stream
 * @param at the key's events so far that were predicted and, where labels come later, have theirs
 * @param step batches that the model has learned from
 * @param metrics by name, in the order in which they are written
 * @param delays of labels that come later than their events; null where they come together
 */
public record MetricsRecord(
        String key,
        String scope,
        long at,
        long step,
        Counts counts,
        Map<String, Value> metrics,
        @Nullable Delays delays) {

    public MetricsRecord {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** A record of events that come with their labels. */
    public MetricsRecord(String key, String scope, long at, long step, Counts counts, Map<String, Value> metrics) {
        this(key, scope, at, step, counts, metrics, null);
    }

    /**
     * How long after its event each of the key's labels came, over all of them.
     *
     * @param buckets in the order of their bounds; those that count nothing are left out
     */
    public record Delays(List<Bucket> buckets) {
        /** Bound of the bucket behind all others. */
        public static final long BEYOND = Long.MAX_VALUE;

        public Delays {
            buckets = List.copyOf(buckets);
        }

        /** Delays above the bucket before and up to {@code upTo} milliseconds. */
        public record Bucket(long upTo, long count) {}

        /** Delays of several keys together. */
        public static Delays sum(Iterable<Delays> all) {
            SortedMap<Long, Long> counts = new TreeMap<>();
            all.forEach(each -> each.buckets.forEach(bucket -> counts.merge(bucket.upTo(), bucket.count(), Long::sum)));
            List<Bucket> buckets = new ArrayList<>();
            counts.forEach((upTo, count) -> buckets.add(new Bucket(upTo, count)));
            return new Delays(buckets);
        }

        /** Labels counted. */
        public long count() {
            return buckets.stream().mapToLong(Bucket::count).sum();
        }

        /** The bound in milliseconds that a share {@code q} in (0, 1] of the delays does not exceed; 0 where there is none. */
        public long quantile(double q) {
            long rank = (long) Math.ceil(q * count());
            for (Bucket bucket : buckets) {
                rank -= bucket.count();
                if (rank <= 0) {
                    return bucket.upTo();
                }
            }
            return 0;
        }
    }

    /** Events of the key by fate; {@code open} wait in the batch that has not closed. */
    public record Counts(long predicted, long trained, long refused, long unlabelled, long open) {}

    /** One metric over all events, over the last window, and with fading memory; NaN where it is undefined, null in JSON. */
    public record Value(double cumulative, double window, double fading) {}
}
