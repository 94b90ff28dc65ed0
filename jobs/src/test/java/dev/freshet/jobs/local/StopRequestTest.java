package dev.freshet.jobs.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopRequestTest {

    @Test
    void aRequestIsSeenByWhoeverAsksAndWhoeverWaits() throws InterruptedException {
        StopRequest stop = new StopRequest();
        assertThat(stop.requested()).isFalse();
        assertThat(stop.await(Duration.ofMillis(1))).isFalse();

        stop.request();

        assertThat(stop.requested()).isTrue();
        assertThat(stop.await(Duration.ofMinutes(1))).isTrue();
    }
}
