package dev.freshet.dashboards.store;

import java.util.Map;
import java.util.TreeMap;

/**
 * Weighted sums in buckets of time, in whatever order they come. Where there are more buckets than {@code most}, their width
 * doubles: the whole history stays, coarser. Not for two threads.
 */
final class Buckets {
    private final int most;
    private final int columns;
    private final TreeMap<Long, double[]> sums = new TreeMap<>();
    private long width;

    /** @param width of a bucket in milliseconds, at first */
    Buckets(int most, int columns, long width) {
        this.most = most;
        this.columns = columns;
        this.width = width;
    }

    /** @param values one for each column; NaN leaves its column as it is */
    void add(long time, double weight, double... values) {
        double[] bucket = sums.computeIfAbsent(Math.floorDiv(time, width), t -> new double[2 * columns]);
        for (int i = 0; i < columns; i++) {
            if (Double.isFinite(values[i])) {
                bucket[2 * i] += weight;
                bucket[2 * i + 1] += weight * values[i];
            }
        }
        while (sums.size() > most) {
            widen();
        }
    }

    private void widen() {
        Map<Long, double[]> before = Map.copyOf(sums);
        sums.clear();
        width *= 2;
        before.forEach((at, bucket) -> sums.merge(Math.floorDiv(at, 2L), bucket, Buckets::plus));
    }

    private static double[] plus(double[] one, double[] other) {
        double[] sum = new double[one.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = one[i] + other[i];
        }
        return sum;
    }

    /** A bucket on its way out. */
    interface Visitor {
        /**
         * Takes a bucket.
         *
         * @param time at which it begins
         * @param means of the columns, weighted; NaN of a column without values
         * @param weights of the columns
         */
        void bucket(long time, double[] means, double[] weights);
    }

    /** The buckets that begin in {@code [from, to]}, in order of time. */
    void visit(long from, long to, Visitor visitor) {
        sums.subMap(Math.floorDiv(from, width), true, Math.floorDiv(to, width), true)
                .forEach((at, bucket) -> {
                    double[] means = new double[columns];
                    double[] weights = new double[columns];
                    for (int i = 0; i < columns; i++) {
                        weights[i] = bucket[2 * i];
                        means[i] = bucket[2 * i + 1] / bucket[2 * i];
                    }
                    visitor.bucket(at * width, means, weights);
                });
    }

    /** Milliseconds. */
    long width() {
        return width;
    }

    int size() {
        return sums.size();
    }

    /** When the newest bucket begins; 0 without any. */
    long newest() {
        return sums.isEmpty() ? 0 : sums.lastKey() * width;
    }
}
