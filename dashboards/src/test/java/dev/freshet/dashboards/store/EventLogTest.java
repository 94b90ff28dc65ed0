package dev.freshet.dashboards.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private final EventLog log = new EventLog();

    private void append(int count, int bytes) {
        for (int i = 0; i < count; i++) {
            log.append("t", new byte[bytes]);
        }
    }

    @Test
    void aFollowerThatKeepsUpSeesEveryNumberOnce() throws InterruptedException {
        Random random = new Random(1);
        List<Long> seen = new ArrayList<>();
        long after = 0;
        for (int round = 0; round < 200; round++) {
            append(random.nextInt(100), 10);
            for (EventLog.Event event : Objects.requireNonNull(
                    log.after(after, 1 + random.nextInt(200), 0).events())) {
                seen.add(event.number());
                after = event.number();
            }
        }

        assertThat(seen).hasSizeGreaterThan(5_000);
        for (int i = 0; i < seen.size(); i++) {
            assertThat(seen.get(i)).isEqualTo(i + 1);
        }
    }

    @Test
    void whoFallsBehindTheOldestIsToldSo() throws InterruptedException {
        append(EventLog.MOST + 2, 10);

        assertThat(log.after(1, 10, 0).events()).isNull();
        assertThat(log.after(2, 10, 0).events()).hasSize(10);
    }

    @Test
    void aNumberFromTheFutureIsNotFromHere() throws InterruptedException {
        append(3, 10);

        assertThat(log.after(4, 10, 0).events()).isNull();
        assertThat(log.after(3, 10, 0).events()).isEmpty();
    }

    @Test
    void largeEventsLeaveSooner() throws InterruptedException {
        append(100, EventLog.MOST_BYTES / 10);

        assertThat(log.after(89, 100, 0).events()).isNull();
        assertThat(log.after(90, 100, 0).events()).hasSize(10);
    }
}
