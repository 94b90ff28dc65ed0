package dev.freshet.wire;

import static dev.freshet.wire.Decoding.KEY;
import static dev.freshet.wire.Decoding.TIME;
import static dev.freshet.wire.Decoding.VALID;
import static dev.freshet.wire.Decoding.accepted;
import static dev.freshet.wire.Decoding.decoder;
import static dev.freshet.wire.Decoding.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a record's headers and size alone decide: rows 32, 71, 72 and 74. */
class HeadersTest {

    private static RawRecord with(String json, Header... headers) {
        return new RawRecord("events", 3, 77, TIME, KEY.getBytes(UTF_8), json.getBytes(UTF_8), List.of(headers));
    }

    private static RawRecord with(List<Header> headers) {
        return new RawRecord("events", 3, 77, TIME, KEY.getBytes(UTF_8), VALID.getBytes(UTF_8), headers);
    }

    @DisplayName("row 32: a record larger than any may be")
    @Test
    void aRecordBeyondTheLimitIsRefusedWithoutALookAtIt() {
        byte[] zeros = new byte[(32 << 20) + 1];
        JsonEventDecoder decoder = decoder();
        RawRecord raw = Decoding.raw(KEY.getBytes(UTF_8), zeros);
        // Loads the classes, which takes memory of its own.
        var unused = decoder().decode(raw);

        long before = AllocationTest.allocated();
        Decoded decoded = decoder.decode(raw);
        long allocated = AllocationTest.allocated() - before;

        assertThat(refused(decoded, RejectionCode.RECORD_TOO_LARGE).detail())
                .isEqualTo("bytes of a value must be <= 33554432: got 33554433");
        assertThat(decoder.bytesRead()).isZero();
        assertThat(allocated).isLessThan(65_536);
    }

    @DisplayName("row 71: header null")
    @Test
    void headersThatNobodyKnowsAreIgnored() {
        assertThat(accepted(decoder()
                                .decode(with(
                                        VALID,
                                        new Header("trace", null),
                                        new Header("", new byte[0]),
                                        new Header("content-type", null))))
                        .id())
                .isEqualTo("e-1");
        accepted(decoder().decode(with(Collections.nCopies(1_000, new Header("h", new byte[60])))));
    }

    @DisplayName("row 71: 10,000 headers, 1 MB of one")
    @Test
    void tooManyHeadersAreRefusedWithTheirNumberAndTooLongOnesWithTheirBytes() {
        Rejection many = refused(
                decoder().decode(with(Collections.nCopies(10_000, new Header("h", null)))),
                RejectionCode.HEADERS_TOO_LARGE);
        assertThat(many.detail()).isEqualTo("a record must have at most 1000 headers: got 10000");

        Rejection large = refused(
                decoder().decode(with(VALID, new Header("h", new byte[1 << 20]))), RejectionCode.HEADERS_TOO_LARGE);
        assertThat(large.detail()).isEqualTo("bytes of a record's headers must be <= 65536: got 1048577");
        refused(decoder().decode(with(VALID, new Header("n".repeat(70_000), null))), RejectionCode.HEADERS_TOO_LARGE);
    }

    @DisplayName("row 72: content type unknown")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "application/avro",
                "application/x-protobuf",
                "application/cloudevents+avro",
                "application/json; charset=utf-16",
                "json",
                "application/octet-stream",
                "application/json\u001b[31m",
                "image/svg+json"
            })
    void aContentTypeThatIsNoJsonInUtf8IsRefused(String type) {
        Rejection rejection =
                refused(decoder().decode(with(VALID, Header.of("content-type", type))), RejectionCode.CONTENT_TYPE);
        assertThat(rejection.detail())
                .startsWith("header content-type must name JSON in UTF-8, such as application/json: got \"")
                .doesNotContain("\u001b");
    }

    @DisplayName("row 72: content type known")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=UTF-8",
                "Application/JSON;charset=\"utf8\"",
                "text/json",
                "application/vnd.flights.v1+json",
                "application/json; profile=x"
            })
    void jsonUnderEachOfItsNamesIsTaken(String type) {
        accepted(decoder().decode(with(VALID, Header.of("Content-Type", type))));
    }

    @DisplayName("row 72: structured CloudEvent with a bad specversion")
    @ParameterizedTest
    @CsvSource({"'\"0.3\"'", "'\"1.1\"'", "1.0", "1", "null", "{}", "[1]", "'\"\"'", "true"})
    void aCloudEventOfAnotherVersionIsRefused(String version) {
        String event = "{\"specversion\":" + version + "," + VALID.substring(1);
        Rejection rejection = refused(decoder().decode(cloudEvent(event)), RejectionCode.CONTENT_TYPE);
        assertThat(rejection.detail()).startsWith("a CloudEvent's specversion must be the string \"1.0\": got ");
        accepted(decoder().decode(with(event)));
    }

    @DisplayName("row 72: CloudEvents")
    @Test
    void aCloudEventOfVersion1IsTakenInBothForms() {
        accepted(decoder().decode(cloudEvent("{\"specversion\":\"1.0\"," + VALID.substring(1))));
        refused(decoder().decode(cloudEvent(VALID)), RejectionCode.CONTENT_TYPE);
        accepted(decoder().decode(with(VALID, Header.of("ce_specversion", "1.0"))));
        refused(decoder().decode(with(VALID, Header.of("ce_specversion", "0.3"))), RejectionCode.CONTENT_TYPE);
        refused(decoder().decode(with(VALID, new Header("ce_specversion", null))), RejectionCode.CONTENT_TYPE);
    }

    private static RawRecord cloudEvent(String json) {
        return with(json, Header.of("content-type", "application/cloudevents+json; charset=UTF-8"));
    }

    @Test
    void aFieldOfThatNameMayBeAnInputAsAnyOther() {
        EventMapping flat = new EventMapping("/key", null, null, null, null, "");
        JsonEventDecoder decoder = new JsonEventDecoder(
                flat,
                new dev.freshet.model.encode.FeatureSchema(List.of("specversion"), List.of(), List.of(true)),
                Decoding.NUMBER);
        assertThat(accepted(decoder.decode(with("{\"specversion\":4}")))
                        .example()
                        .numbers())
                .containsExactly(4);
    }

    @DisplayName("row 74: sent back from the dead letters for the fourth time")
    @ParameterizedTest
    @ValueSource(strings = {"4", "999999999", "1000000000", "", "-1", "3 ", "x", "03x", "\u0663"})
    void aRecordThatWentRoundTooOftenIsRefused(String replays) {
        refused(decoder().decode(with(VALID, Header.of("freshet.replays", replays))), RejectionCode.REPLAY_LIMIT);
        refused(
                decoder().decode(with(VALID, Header.of("freshet.replays", replays), Header.of("freshet.replays", "1"))),
                RejectionCode.REPLAY_LIMIT);
    }

    @DisplayName("row 74: up to three times")
    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "3", "003"})
    void aRecordMayBeSentBackThreeTimes(String replays) {
        accepted(decoder().decode(with(VALID, Header.of("freshet.replays", replays))));
    }
}
