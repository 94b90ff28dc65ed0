package dev.freshet.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliverySettingsTest {
    private static final long BROKER_DEFAULT_MAX = 900_000;

    @Test
    void theDefaultsFitABrokersDefaultLimit() {
        assertThat(DeliverySettings.defaults("job").check(BROKER_DEFAULT_MAX)).isEmpty();
    }

    @Test
    void theShortestTimeoutIsThriceAllThatMayComeBetweenTwoCommits() {
        assertThat(with(8_000, 60_000, 120_000, 3_000).shortestTransactionTimeout())
                .hasMillis(564_000);
    }

    @Test
    void aTimeoutUnderWhichRecordsCanBeLostIsRefusedWithBothNumbers() {
        assertThat(with(8_000, 60_000, 120_000, 3_000).check(BROKER_DEFAULT_MAX))
                .singleElement()
                .asString()
                .contains("= 564000 ms", "got 3000 ms", "raise it to 564000 ms");
    }

    @Test
    void aTimeoutAtEitherEdgeIsTaken() {
        assertThat(with(1_000, 1_000, 1_000, 9_000).check(9_000)).isEmpty();
        assertThat(with(1_000, 1_000, 1_000, 8_999).check(9_000)).hasSize(1);
        assertThat(with(1_000, 1_000, 1_000, 9_001).check(9_000)).hasSize(1);
    }

    @Test
    void aTimeoutAboveTheBrokersLimitIsRefusedWithBothNumbers() {
        assertThat(with(5_000, 60_000, 120_000, 3_600_000).check(BROKER_DEFAULT_MAX))
                .singleElement()
                .asString()
                .contains("transaction.max.timeout.ms = 900000 ms", "got 3600000 ms", "lower it to 900000 ms");
    }

    @Test
    void aBrokersLimitThatLeavesNoRoomMustBeRaised() {
        assertThat(with(5_000, 60_000, 120_000, 555_000).check(60_000))
                .singleElement()
                .asString()
                .contains("raise the broker's limit to 555000 ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void aMissingPrefixIsRefused(String prefix) {
        assertThat(DeliverySettings.defaults(prefix).check(BROKER_DEFAULT_MAX))
                .singleElement()
                .asString()
                .contains("prefix must be there");
    }

    @Test
    void aPrefixIsMeasuredInBytes() {
        int most = DeliverySettings.MAX_PREFIX_BYTES / 2;

        assertThat(DeliverySettings.defaults("\u00e9".repeat(most)).check(BROKER_DEFAULT_MAX))
                .isEmpty();
        assertThat(DeliverySettings.defaults("\u00e9".repeat(most + 1)).check(BROKER_DEFAULT_MAX))
                .singleElement()
                .asString()
                .contains("got " + (2 * most + 2));
    }

    @Test
    void everyProblemIsToldAtOnce() {
        assertThat(with(0, 0, -1, 0).check(BROKER_DEFAULT_MAX)).hasSizeGreaterThanOrEqualTo(3);
    }

    private static DeliverySettings with(long interval, long checkpoint, long restart, long transaction) {
        return new DeliverySettings(
                Duration.ofMillis(interval),
                Duration.ofMillis(checkpoint),
                Duration.ofMillis(restart),
                Duration.ofMillis(transaction),
                "job",
                DeliverySettings.TransactionNaming.INCREMENTING);
    }
}
