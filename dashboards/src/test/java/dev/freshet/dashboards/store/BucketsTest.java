package dev.freshet.dashboards.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketsTest {

    private static List<String> contents(Buckets buckets) {
        List<String> all = new ArrayList<>();
        buckets.visit(
                0, Long.MAX_VALUE / 4, (time, means, weights) -> all.add(time + " " + weights[0] + " " + means[0]));
        return all;
    }

    @Test
    void whateverComesNothingIsLostAndTheOrderDoesNotMatter() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<long[]> points = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                points.add(new long[] {1 + random.nextInt(1 << random.nextInt(4, 30)), random.nextInt(100)});
            }
            Buckets one = new Buckets(16, 1, 10);
            points.forEach(p -> one.add(p[0], 2, (double) p[1]));
            Collections.shuffle(points, random);
            Buckets other = new Buckets(16, 1, 10);
            points.forEach(p -> other.add(p[0], 2, (double) p[1]));

            double[] sums = new double[2];
            one.visit(0, Long.MAX_VALUE / 4, (time, means, weights) -> {
                sums[0] += weights[0];
                sums[1] += weights[0] * means[0];
            });
            assertThat(one.size()).as("seed " + seed).isLessThanOrEqualTo(16);
            assertThat(sums[0]).as("seed " + seed).isEqualTo(1_000);
            assertThat(sums[1])
                    .as("seed " + seed)
                    .isCloseTo(2.0 * points.stream().mapToLong(p -> p[1]).sum(), within(1e-6));
            assertThat(contents(other)).as("seed " + seed).isEqualTo(contents(one));
        }
    }

    @Test
    void aTimeFarAwayCostsNoMoreThanABucket() {
        Buckets buckets = new Buckets(4, 1, 1_000);
        buckets.add(Long.MAX_VALUE / 2, 1, 1);
        buckets.add(-Long.MAX_VALUE / 2, 1, 1);
        for (int i = 0; i < 100; i++) {
            buckets.add(1_000L * i, 1, 1);
        }

        assertThat(buckets.size()).isLessThanOrEqualTo(4);
    }

    @Test
    void aValueThatIsNoNumberLeavesItsColumnAlone() {
        Buckets buckets = new Buckets(4, 2, 1_000);
        buckets.add(0, 1, Double.NaN, 3);
        buckets.add(0, 1, 5, 7);

        buckets.visit(0, 0, (time, means, weights) -> {
            assertThat(means).containsExactly(5, 5);
            assertThat(weights).containsExactly(1, 2);
        });
        assertThat(buckets.size()).isEqualTo(1);
    }
}
