package dev.freshet.wire;

import static dev.freshet.wire.Decoding.CLASSES;
import static dev.freshet.wire.Decoding.NUMBER;
import static dev.freshet.wire.Decoding.TIME;
import static dev.freshet.wire.Decoding.raw;
import static dev.freshet.wire.Decoding.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LateLabelsDecodingTest {
    private static final int CASES = 100_000;
    private static final String VALID =
            "{\"id\":\"e-1\",\"key\":\"NSW\",\"ts\":1700000000000,\"y\":\"UP\",\"w\":2.5,\"a\":0}";

    /** What a number among the inputs may be too large for; a label has no inputs, so the field is an unknown one. */
    private static final Set<Integer> ROWS_OF_INPUTS = Set.of(14, 20, 21, 23, 24, 25, 26, 27, 28, 29, 30);

    private final JsonLabelDecoder decoder = new JsonLabelDecoder(EventMapping.CANONICAL, CLASSES);

    @Test
    void aLabelIsReadFromThePlacesOfTheEventsMapping() {
        RawRecord raw = raw(VALID);

        assertThat(decoder.decode(raw)).isEqualTo(new LateLabel("NSW", "e-1", 1, 2.5, TIME, raw));
    }

    @Test
    void aWholeEventIsALabelTooAndWhatItLacksIsLeftToTheRecordAndTheEvent() {
        LateLabel whole = (LateLabel) decoder.decode(raw(Decoding.VALID));
        LateLabel short1 = (LateLabel) decoder.decode(raw("{\"id\":7,\"y\":\"DOWN\"}"));

        assertThat(whole.label()).isEqualTo(1);
        assertThat(short1.id()).isEqualTo("7");
        assertThat(short1.key()).isEqualTo("NSW");
        assertThat(short1.time()).isEqualTo(TIME);
        assertThat(short1.weight()).isNaN();
    }

    @Test
    void placesThatEventsLackAreTheCanonicalOnes() {
        EventMapping events = new EventMapping("/region", null, "/when", null, null, "/in");
        LateLabel label = (LateLabel) new JsonLabelDecoder(events, NUMBER)
                .decode(raw("{\"region\":\"NSW\",\"id\":\"a\",\"when\":1700000000000,\"y\":-0.5}"));

        assertThat(label.label()).isEqualTo(-0.5);
        assertThat(label.id()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"y\":\"UP\"}", "{\"id\":null,\"y\":\"UP\"}", "{\"id\":\"\",\"y\":\"UP\"}"})
    void aLabelThatNamesNoEventIsRefused(String json) {
        Rejection rejection = refused(decoder.decode(raw(json)), RejectionCode.ID_MISSING);

        assertThat(rejection.field()).isEqualTo("/id");
        assertThat(rejection.detail()).isEqualTo("/id must name the event that the label is of: got none");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "`{\"id\":\"e\"}`;LABEL_TYPE",
                "`{\"id\":\"e\",\"y\":null}`;LABEL_TYPE",
                "`{\"id\":\"e\",\"y\":[]}`;LABEL_TYPE",
                "`{\"id\":\"e\",\"y\":\"LEFT\"}`;LABEL_DOMAIN",
                "`{\"id\":\"e\",\"y\":\"UP\",\"w\":-1}`;WEIGHT_RANGE",
                "`{\"id\":\"e\",\"y\":\"UP\",\"ts\":1700000000}`;TIMESTAMP",
                "`{\"id\":\"e\",\"y\":\"UP\",\"ts\":1800000000000}`;TIMESTAMP_FUTURE",
                "`{\"id\":\"e\",\"y\":\"UP\",\"y\":\"UP\"}`;DUPLICATE_FIELD",
                "`{\"id\":\"e\",\"y\":\"UP\",\"key\":\"QLD\"}`;KEY_MISMATCH",
                "`[1]`;NOT_OBJECT"
            })
    void aLabelIsHeldToTheRulesOfEvents(String json, RejectionCode code) {
        assertThat(refused(decoder.decode(raw(json)), code).detail()).contains(": got ");
    }

    static Stream<BadEvents.Case> rows() {
        return BadEvents.rows1To30(Decoding.KEY, VALID, "key", "y", "a", false).stream()
                .filter(each -> !ROWS_OF_INPUTS.contains(each.row()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void aBadRecordGetsTheCodeThatItHasAmongEventsAndTheNextLabelIsUnharmed(BadEvents.Case bad) {
        RawRecord raw = bad.at("labels", 3, 77, TIME);
        Decoded decoded = decoder.decode(raw);

        assertThat(decoded instanceof Rejection rejection ? rejection.code().name() : BadEvents.ACCEPTED)
                .isEqualTo(bad.expected());
        assertThat(decoder.decode(raw(VALID))).isInstanceOf(LateLabel.class);
    }

    @Test
    void damagedBytesAreALabelOrARejectionAndHarmNoOther() {
        int accepted = 0;
        for (int seed = 0; seed < CASES; seed++) {
            Gen gen = new Gen(seed);
            byte[] value = gen.chance(0.05) ? gen.noise(64) : gen.damaged(VALID.getBytes(UTF_8));
            RawRecord raw = raw(gen.chance(0.9) ? "NSW".getBytes(UTF_8) : gen.noise(4), value);
            Decoded decoded = decoder.decode(raw);
            accepted += isSound(decoded, seed) ? 1 : 0;
            if (seed < 1_000) {
                Decoded alone = new JsonLabelDecoder(EventMapping.CANONICAL, CLASSES).decode(raw);
                assertThat(decoded).as("seed %s", seed).isEqualTo(alone);
            }
        }
        assertThat(accepted).isBetween(CASES / 50, CASES / 2);
    }

    private static boolean isSound(Decoded decoded, int seed) {
        if (decoded instanceof LateLabel label) {
            boolean sound = List.of(0.0, 1.0, 2.0, 3.0).contains(label.label())
                    && !label.id().isEmpty()
                    && !label.key().isEmpty()
                    && !(label.weight() < 0);
            if (!sound) {
                fail("seed " + seed + ": " + label);
            }
            return true;
        }
        Rejection rejection = (Rejection) decoded;
        if (rejection.detail().length() > 300
                || rejection.detail().contains("please report")
                || !rejection.detail().equals(SafeText.of(rejection.detail()))) {
            fail("seed " + seed + ": " + rejection);
        }
        return false;
    }

    @Test
    void twoLabelsSayTheSameIfValueAndWeightAreTheSame() {
        LateLabel label = new LateLabel("k", "e", 1, Double.NaN, 5, raw(VALID));

        assertThat(label.saysAs(1, Double.NaN)).isTrue();
        assertThat(label.saysAs(0, Double.NaN)).isFalse();
        assertThat(label.saysAs(1, 1)).isFalse();
    }
}
