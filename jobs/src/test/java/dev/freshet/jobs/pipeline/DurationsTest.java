package dev.freshet.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "0ms, 0",
        "500ms, 500",
        "10s, 10000",
        "12min, 720000",
        "1h, 3600000",
        "2d, 172800000",
        "999999999d, 86399999913600000"
    })
    void aDurationIsReadAndWrittenInItsShortestForm(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(Durations.format(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"90s, 90s", "60s, 1min", "1000ms, 1s", "24h, 1d", "61min, 61min", "0d, 0ms"})
    void aUnitIsUsedWhereItGoesInWhole(String text, String written) {
        assertThat(Durations.format(Durations.parse(text))).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "5 s", "-5s", "1.5s", "5m", "5S", "PT5S", "1234567890s", "12:30"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a duration is written like 500ms, 10s, 12min or 1h: got " + text);
    }
}
