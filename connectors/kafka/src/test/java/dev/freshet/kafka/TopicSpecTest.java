package dev.freshet.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicSpecTest {
    @ParameterizedTest
    @MethodSource("legalNames")
    void aNameByKafkasRuleIsTaken(String name) {
        assertThatCode(() -> TopicSpec.requireLegal(name)).doesNotThrowAnyException();
    }

    static String[] legalNames() {
        return new String[] {"a", "P.events", "a_b-c.D9", "...", "x".repeat(249)};
    }

    @ParameterizedTest
    @MethodSource("illegalNames")
    void anIllegalNameIsRefusedBeforeAnyoneIsAsked(String name) {
        assertThatThrownBy(() -> TopicSpec.of(name, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got \"" + name + "\"");
    }

    static String[] illegalNames() {
        return new String[] {"", ".", "..", "a b", "a/b", "\u00e9", "a\n", "x".repeat(250)};
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_001})
    void aTopicHasOneToTenThousandPartitions(int partitions) {
        assertThatThrownBy(() -> TopicSpec.of("t", partitions))
                .hasMessage("topic t: partitions must lie in [1, 10000]: got " + partitions);
    }

    @Test
    void retentionReplicationAndSizeAreChecked() {
        TopicSpec spec = TopicSpec.of("t", 1);

        assertThatThrownBy(() -> spec.keptFor(Duration.ZERO)).hasMessageContaining("retention must be > 0: got PT0S");
        assertThatThrownBy(() -> spec.replicated(0)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> spec.upTo(1023)).hasMessageContaining("[1024, 67108864]: got 1023");
    }

    @Test
    void aTopicLimitsItsRecordsPackedAndUnpacked() {
        assertThat(TopicSpec.of("t", 1).configs(true))
                .containsEntry("max.message.bytes", "1048576")
                .containsEntry("max.decompressed.message.bytes", "8388608")
                .containsEntry("cleanup.policy", "delete")
                .doesNotContainKey("retention.ms");
    }

    @Test
    void theLargestLimitDoesNotOverflowUnpacked() {
        assertThat(TopicSpec.of("t", 1).upTo(64 << 20).configs(true))
                .containsEntry("max.decompressed.message.bytes", "536870912");
    }

    @Test
    void theCreateCommandSaysAllThatTheSpecSays() {
        TopicSpec spec = TopicSpec.of("P.models", 6)
                .compacted()
                .replicated(3)
                .keptFor(Duration.ofHours(1))
                .upTo(2048);

        assertThat(spec.createCommand("b:9092"))
                .isEqualTo("kafka-topics.sh --bootstrap-server b:9092 --create --topic P.models --partitions 6"
                        + " --replication-factor 3 --config cleanup.policy=compact --config max.message.bytes=2048"
                        + " --config message.timestamp.after.max.ms=9223372036854775807"
                        + " --config max.compaction.lag.ms=86400000 --config retention.ms=3600000"
                        + " --config segment.ms=3600000");
    }
}
