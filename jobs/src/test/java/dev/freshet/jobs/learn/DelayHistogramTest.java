package dev.freshet.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.wire.MetricsRecord;
import org.junit.jupiter.api.Test;

class DelayHistogramTest {

    @Test
    void aQuantileIsAtMostAFifthAboveTheDelayItselfAndNeverBelow() {
        for (long delay = 1000; delay < 8_000_000_000L; delay = delay * 103 / 100) {
            long median = DelayHistogram.of(DelayHistogram.with(DelayHistogram.NONE, delay))
                    .quantile(0.5);

            assertThat(median).isBetween(delay, delay * 12 / 10);
        }
    }

    @Test
    void eachDelayIsCountedOnceInTheFirstBucketThatHoldsIt() {
        long[] counts = DelayHistogram.NONE;
        for (long delay : new long[] {-5, 0, 1, 1000, 1001, 10_000_000_000L}) {
            counts = DelayHistogram.with(counts, delay);
        }

        assertThat(DelayHistogram.of(counts).buckets())
                .containsExactly(
                        new MetricsRecord.Delays.Bucket(0, 2),
                        new MetricsRecord.Delays.Bucket(1000, 2),
                        new MetricsRecord.Delays.Bucket(1189, 1),
                        new MetricsRecord.Delays.Bucket(MetricsRecord.Delays.BEYOND, 1));
    }

    @Test
    void countingLeavesTheCountsOfBeforeAsTheyWere() {
        long[] before = DelayHistogram.with(DelayHistogram.NONE, 5_000);
        long[] copy = before.clone();

        assertThat(DelayHistogram.with(before, 5_000)).isNotEqualTo(before);
        assertThat(before).isEqualTo(copy);
    }
}
