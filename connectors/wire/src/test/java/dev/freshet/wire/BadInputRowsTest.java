package dev.freshet.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows 1 to 30 of the table of bad inputs. */
class BadInputRowsTest {
    private static final List<BadEvents.Case> CASES =
            BadEvents.rows1To30(Decoding.KEY, Decoding.VALID, "key", "y", "a", false);
    private static final JsonEventDecoder DECODER = Decoding.decoder();

    static Stream<BadEvents.Case> rows() {
        return CASES.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void aBadInputGetsItsCodeAndTheNextEventIsUnharmed(BadEvents.Case bad) {
        RawRecord raw = bad.at("events", 3, 77, Decoding.TIME);
        assertThat(codeOf(DECODER.decode(raw), raw)).isEqualTo(bad.expected());
        assertThat(Decoding.accepted(DECODER.decode(Decoding.raw(Decoding.VALID)))
                        .id())
                .isEqualTo("e-1");
    }

    private static String codeOf(Decoded decoded, RawRecord raw) {
        if (decoded instanceof Event) {
            return BadEvents.ACCEPTED;
        }
        Rejection rejection = (Rejection) decoded;
        assertThat(rejection.raw()).isSameAs(raw);
        assertThat(rejection.detail()).contains(": got ").hasSizeLessThanOrEqualTo(300);
        return rejection.code().name();
    }

    @Test
    void everyRowFrom1To30IsThere() {
        assertThat(CASES.stream().map(BadEvents.Case::row).distinct().sorted())
                .containsExactlyElementsOf(
                        Stream.iterate(1, r -> r + 1).limit(30).toList());
    }

    @Test
    void theSameRowsHoldForAMappedFlatBodyWhoseNumbersAreScaled() {
        EventMapping flat = new EventMapping("/region", null, "/when", "/class", null, "");
        JsonEventDecoder decoder = new JsonEventDecoder(
                flat,
                new dev.freshet.model.encode.FeatureSchema(List.of("price", "demand"), List.of(), List.of(true, true)),
                new dev.freshet.model.Task.Classification(List.of("DOWN", "UP")));
        String valid = "{\"region\":\"NSW\",\"class\":\"UP\",\"when\":1700000000000,\"price\":0.05,\"demand\":0.4}";
        assertThat(BadEvents.rows1To30("NSW", valid, "region", "class", "price", true))
                .allSatisfy(bad -> {
                    RawRecord raw = bad.at("events", 0, 0, Decoding.TIME);
                    assertThat(codeOf(decoder.decode(raw), raw)).isEqualTo(bad.expected());
                });
    }

    @Test
    void whatIsTooMuchIsNotReadToItsEnd() {
        assertThat(CASES.stream()
                        .filter(c ->
                                c.row() >= 13 && c.row() <= 16 && !c.expected().equals("accepted")))
                .allSatisfy(bad -> {
                    DECODER.decode(bad.at("events", 0, 0, Decoding.TIME));
                    assertThat(DECODER.bytesRead()).isLessThan(150_000);
                });
    }
}
