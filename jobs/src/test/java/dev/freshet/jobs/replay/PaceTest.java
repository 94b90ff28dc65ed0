package dev.freshet.jobs.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a clock that only naps move. */
class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    private long now = 5 * SECOND;
    private long naps;

    @Test
    void turnsComeAtTheRate() {
        Pace pace = pace(4);
        for (int turn = 0; turn < 9; turn++) {
            pace.await(() -> false);
            assertThat(now).as("turn %d", turn).isEqualTo(5 * SECOND + turn * SECOND / 4);
        }
    }

    @Test
    void aPauseIsCaughtUp() {
        Pace pace = pace(10);
        pace.await(() -> false);
        now += SECOND;
        long after = now;

        for (int turn = 1; turn <= 10; turn++) {
            pace.await(() -> false);
        }

        assertThat(now).isEqualTo(after);
        pace.await(() -> false);
        assertThat(now).isEqualTo(after + SECOND / 10);
    }

    @Test
    void rateZeroNeverWaits() {
        Pace pace = pace(0);
        for (int turn = 0; turn < 1000; turn++) {
            pace.await(() -> false);
        }
        assertThat(naps).isZero();
    }

    @Test
    void aStopEndsTheWaitWithinATenthOfASecond() {
        Pace pace = pace(0.001);
        pace.await(() -> false);

        pace.await(() -> now >= 15 * SECOND);

        assertThat(now).isBetween(15 * SECOND, 15 * SECOND + SECOND / 10);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void aRateIsANumberOfEvents(double rate) {
        assertThatThrownBy(() -> pace(rate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rate must be >= 0 events per second, where 0 is as fast as it goes: got " + rate);
    }

    private Pace pace(double perSecond) {
        return new Pace(perSecond, () -> now, nanos -> {
            now += nanos;
            naps++;
        });
    }
}
