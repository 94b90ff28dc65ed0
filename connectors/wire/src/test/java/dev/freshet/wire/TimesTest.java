package dev.freshet.wire;

import static dev.freshet.wire.Decoding.TIME;
import static dev.freshet.wire.Decoding.accepted;
import static dev.freshet.wire.Decoding.decoder;
import static dev.freshet.wire.Decoding.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which times are plausible: rows 66 to 68. */
class TimesTest {
    private static final long DAY = 86_400_000L;

    private static String at(String time) {
        return "{\"ts\":" + time + ",\"x\":{\"a\":1}}";
    }

    @DisplayName("row 66: time missing")
    @Test
    void withoutATimeTheRecordsTimestampIsIt() {
        assertThat(accepted("{\"x\":{\"a\":1}}").example().time()).isEqualTo(TIME);
        assertThat(accepted(at("null")).example().time()).isEqualTo(TIME);
    }

    @DisplayName("row 67: seconds, microseconds, text, not positive")
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "1700000000,looks like seconds",
                "31536000,looks like seconds",
                "1700000000000000,looks like microseconds",
                "1700000000000000000,looks like nanoseconds",
                "0,got 0",
                "1,got 1",
                "-1,got -1",
                "-1700000000000,got -17",
                "-9223372036854775809,got -9223372036854775808",
                "1.7e12,got 1.7e12",
                "1700000000000.0,got 1700000000000.0",
                "NaN,got NaN",
                "true,got true",
                "{},got an object",
                "`\"2023-11-14T22:13:20Z\"`,`got the string \"2023-11-14T22:13:20Z\"`",
                "`\"1700000000000\"`,`got the string`"
            })
    void aTimeThatIsNoMillisecondsIsRefusedWithAHint(String time, String hint) {
        Rejection rejection = refused(at(time), RejectionCode.TIMESTAMP);
        assertThat(rejection.field()).isEqualTo("/ts");
        assertThat(rejection.detail()).contains("epoch milliseconds").contains(hint);
    }

    @DisplayName("row 68: year 9999, the largest long and beyond")
    @ParameterizedTest
    @ValueSource(strings = {"253402300799999", "9223372036854775807", "99999999999999999999", "1700086400001"})
    void aTimeADayAfterTheRecordsIsRefused(String time) {
        assertThat(refused(at(time), RejectionCode.TIMESTAMP_FUTURE).field()).isEqualTo("/ts");
    }

    @Test
    void oldDataAndTheNextDayAreTaken() {
        for (long time : new long[] {31_536_000_000L, 978_307_200_000L, TIME, TIME + DAY}) {
            assertThat(accepted(at(Long.toString(time))).example().time()).isEqualTo(time);
        }
    }

    private static Decoded decode(long recordTime, String json) {
        return decoder()
                .decode(new RawRecord(
                        "events", 0, 0, recordTime, "k".getBytes(UTF_8), json.getBytes(UTF_8), List.of()));
    }

    @Test
    void aRecordWithoutATimestampTakesTimesOfThisCentury() {
        assertThat(accepted(decode(-1, at("4102444800000"))).example().time()).isEqualTo(4_102_444_800_000L);
        refused(decode(-1, at("4102444800001")), RejectionCode.TIMESTAMP_FUTURE);
    }

    @Test
    void aRecordsOwnTimestampOfNoCenturyMovesNoTime() {
        refused(decode(Long.MAX_VALUE, "{\"x\":{\"a\":1}}"), RejectionCode.TIMESTAMP_FUTURE);
        refused(decode(Long.MAX_VALUE, at("253402300799999")), RejectionCode.TIMESTAMP_FUTURE);
        assertThat(accepted(decode(Long.MAX_VALUE, at("1700000000000")))
                        .example()
                        .time())
                .isEqualTo(TIME);
    }
}
