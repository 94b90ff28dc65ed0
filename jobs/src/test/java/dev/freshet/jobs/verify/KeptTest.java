package dev.freshet.jobs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.wire.RawRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptTest {
    @Test
    void whatIsOlderThanTheOldestAnswerThatIsLeftMayHaveHadOne() {
        Kept kept = new Kept(Map.of("predictions", Map.of(0, 0L, 1, 50L)), Map.of());
        assertThat(kept.mayBeGone(Long.MAX_VALUE))
                .as("before any has been seen")
                .isTrue();
        kept.seen(record("predictions", 1, 1_000));
        kept.seen(record("predictions", 1, 2_000));

        assertThat(kept.all()).isFalse();
        assertThat(kept.mayBeGone(1_000)).isTrue();
        assertThat(kept.mayBeGone(1_001)).isFalse();
        assertThat(kept.acknowledgementMayBeGone(1_000)).isTrue();
    }

    @Test
    void acknowledgementsThatAreGoneHideNoEventThatIsLost() {
        Kept kept = new Kept(Map.of("predictions", Map.of(0, 0L)), Map.of("acks", Map.of(0, 7L, 1, 0L)));

        assertThat(kept.all()).isTrue();
        assertThat(kept.allAcknowledgements()).isFalse();
        assertThat(kept.mayBeGone(0)).isFalse();
        assertThat(kept.acknowledgementMayBeGone(Long.MAX_VALUE)).isTrue();
        kept.seen(record("acks", 0, 1_000));
        assertThat(kept.acknowledgementMayBeGone(1_000)).isTrue();
        assertThat(kept.acknowledgementMayBeGone(1_001)).isFalse();
    }

    @Test
    void topicsThatAreWholeHaveLostNothing() {
        Kept kept = new Kept(Map.of("predictions", Map.of(0, 0L)), Map.of());

        assertThat(kept.all() && kept.allAcknowledgements()).isTrue();
        assertThat(kept.mayBeGone(Long.MIN_VALUE)).isFalse();
        assertThat(kept.acknowledgementMayBeGone(Long.MIN_VALUE)).isFalse();
    }

    private static RawRecord record(String topic, int partition, long time) {
        return new RawRecord(topic, partition, 99, time, null, null, List.of());
    }
}
