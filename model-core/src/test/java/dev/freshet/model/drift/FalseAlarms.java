package dev.freshet.model.drift;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/** Counts on many seeded streams what a detector says where nothing changes, and how long it is silent after a change. */
final class FalseAlarms {
    private final DriftDetector detector;
    private final int streams;

    FalseAlarms(DriftDetector detector, int streams) {
        this.detector = detector;
        this.streams = streams;
    }

    /** Alarms, and beginnings of warnings that no alarm crowned at once, per 10,000 errors of rate {@code p}. */
    double[] per10000(double p, int length) {
        double[] counts = new double[2];
        for (int stream = 0; stream < streams; stream++) {
            SplittableRandom random = new SplittableRandom(Double.hashCode(p) + 1000L * stream);
            double[] state = detector.init();
            DriftLevel before = DriftLevel.NONE;
            for (int i = 0; i < length; i++) {
                state = detector.update(state, random.nextDouble() < p ? 1 : 0);
                DriftLevel level = detector.level(state);
                counts[0] += level == DriftLevel.DRIFT ? 1 : 0;
                counts[1] += level == DriftLevel.WARNING && before == DriftLevel.NONE ? 1 : 0;
                before = level;
            }
        }
        return Arrays.stream(counts).map(n -> n * 10_000 / length / streams).toArray();
    }

    /**
     * Values from a jump after 2,000 to the next alarm: the median over all streams, and the share of streams without one
     * in 2,000.
     */
    double[] delay(DoubleUnaryOperator rateAt) {
        int[] delays = new int[streams];
        for (int stream = 0; stream < streams; stream++) {
            delays[stream] = delay(new SplittableRandom(7 + 1000L * stream), rateAt);
        }
        Arrays.sort(delays);
        double missed =
                Arrays.stream(delays).filter(d -> d == Integer.MAX_VALUE).count();
        return new double[] {delays[streams / 2], missed / streams};
    }

    private int delay(SplittableRandom random, DoubleUnaryOperator rateAt) {
        double[] state = detector.init();
        for (int i = 0; i < 4000; i++) {
            state = detector.update(state, random.nextDouble() < rateAt.applyAsDouble(i) ? 1 : 0);
            if (i >= 2000 && detector.level(state) == DriftLevel.DRIFT) {
                return i - 2000;
            }
        }
        return Integer.MAX_VALUE;
    }
}
