package dev.freshet.jobs.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.wire.MetricsRecord.Delays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DelayTextTest {

    @Test
    void quantilesAreSaidInTheUnitThatSuitsThem() {
        Delays delays = new Delays(List.of(
                new Delays.Bucket(1_500, 50), new Delays.Bucket(7_100_000, 40), new Delays.Bucket(200_000_000, 10)));

        assertThat(DelayText.quantiles(delays)).isEqualTo("half in 1.5 s, 90 % in 118 min, 99 % in 2.3 d");
    }

    @Test
    void whatIsBeyondAllBoundsIsSaidToBe() {
        assertThat(DelayText.quantiles(new Delays(List.of(new Delays.Bucket(Delays.BEYOND, 1)))))
                .isEqualTo("half in > 97 d, 90 % in > 97 d, 99 % in > 97 d");
        assertThat(DelayText.quantiles(new Delays(List.of()))).isEqualTo("none");
    }

    @Test
    void delaysOfSeveralKeysAddUpByTheirBounds() {
        Delays sum = Delays.sum(List.of(
                new Delays(List.of(new Delays.Bucket(10, 1), new Delays.Bucket(30, 2))),
                new Delays(List.of(new Delays.Bucket(20, 4), new Delays.Bucket(30, 8)))));

        assertThat(sum.buckets())
                .containsExactly(new Delays.Bucket(10, 1), new Delays.Bucket(20, 4), new Delays.Bucket(30, 10));
    }
}
