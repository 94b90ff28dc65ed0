package dev.freshet.wire;

import static dev.freshet.wire.Decoding.CLASSES;
import static dev.freshet.wire.Decoding.TIME;
import static dev.freshet.wire.Decoding.VALID;
import static dev.freshet.wire.Decoding.accepted;
import static dev.freshet.wire.Decoding.decoder;
import static dev.freshet.wire.Decoding.raw;
import static dev.freshet.wire.Decoding.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.Example;
import dev.freshet.model.encode.CategoryHash;
import dev.freshet.model.encode.FeatureSchema;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fields of an event mean, and the rows 39 to 68 of the table of bad inputs that concern them. */
class EventFieldsTest {
    private static final FeatureSchema NUMBERS =
            new FeatureSchema(List.of("a", "b", "c"), List.of(), List.of(true, true, true));

    private static String x(String x) {
        return "{\"x\":" + x + "}";
    }

    private static JsonEventDecoder dense() {
        return new JsonEventDecoder(EventMapping.CANONICAL, NUMBERS, CLASSES);
    }

    @Test
    void everyFieldOfAnEventArrives() {
        Event event = accepted(VALID);
        Example example = event.example();
        assertThat(event.key()).isEqualTo("NSW");
        assertThat(event.id()).isEqualTo("e-1");
        assertThat(example.numbers()).containsExactly(0.5, -2);
        assertThat(example.categories()).containsExactly(CategoryHash.of("Mon"));
        assertThat(example.label()).isEqualTo(1);
        assertThat(example.weight()).isEqualTo(2.5);
        assertThat(example.time()).isEqualTo(TIME);
        assertThat(example.partition()).isEqualTo(3);
        assertThat(example.offset()).isEqualTo(77);
    }

    @Test
    void anEventThatIsOnlyInputsIsUnlabelledAndNamedByItsPlace() {
        Event event = accepted(x("{\"a\":1}"));
        assertThat(event.id()).isEqualTo("3:77");
        assertThat(event.key()).isEqualTo("NSW");
        assertThat(event.example().labelled()).isFalse();
        assertThat(event.example().weight()).isEqualTo(1);
        assertThat(event.example().time()).isEqualTo(TIME);
    }

    @Test
    void nullMeansAbsentEverywhere() {
        Event event = accepted(
                "{\"id\":null,\"key\":null,\"ts\":null,\"x\":{\"a\":1,\"b\":null,\"day\":null},\"y\":null,\"w\":null}");
        assertThat(event.id()).isEqualTo("3:77");
        assertThat(event.example().numbers()).containsExactly(1, Double.NaN);
        assertThat(event.example().categories()).containsExactly(CategoryHash.MISSING);
        assertThat(event.example().labelled()).isFalse();
    }

    @Test
    void fieldsMayComeInAnyOrderAndInAnotherOrderEachTime() {
        JsonEventDecoder decoder = decoder();
        for (String json : List.of(
                "{\"x\":{\"day\":\"d\",\"b\":2,\"a\":1},\"y\":\"UP\",\"key\":\"NSW\"}",
                "{\"y\":\"UP\",\"key\":\"NSW\",\"x\":{\"a\":1,\"day\":\"d\",\"b\":2}}",
                "{\"q\":{\"x\":{}},\"key\":\"NSW\",\"q2\":1,\"x\":{\"a\":1,\"z\":[1],\"b\":2,\"day\":\"d\"},\"y\":\"UP\"}",
                "{\"y\":\"UP\",\"key\":\"NSW\",\"x\":{\"a\":1,\"day\":\"d\",\"b\":2}}")) {
            Example example = accepted(decoder.decode(raw(json))).example();
            assertThat(example.numbers()).containsExactly(1, 2);
            assertThat(example.categories()).containsExactly(CategoryHash.of("d"));
            assertThat(example.label()).isEqualTo(1);
        }
    }

    @Test
    void twoEventsShareNoArray() {
        JsonEventDecoder decoder = decoder();
        Example first =
                accepted(decoder.decode(raw(x("{\"a\":1,\"day\":\"d\"}")))).example();
        Example second = accepted(decoder.decode(raw(x("{\"b\":2}")))).example();
        assertThat(first.numbers()).containsExactly(1, Double.NaN).isNotSameAs(second.numbers());
        assertThat(first.categories()).containsExactly(CategoryHash.of("d"));
        assertThat(second.categories()).containsExactly(CategoryHash.MISSING);
    }

    @DisplayName("row 39: x missing, null or empty")
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"x\":null}", "{\"x\":{}}", "{\"x\":{\"zz\":1}}", "{\"y\":\"UP\"}"})
    void anEventWithoutAnyInputIsRefused(String json) {
        assertThat(refused(json, RejectionCode.FEATURES_MISSING).field()).isEqualTo("/x");
    }

    @DisplayName("row 40: dense x too short or too long")
    @ParameterizedTest
    @ValueSource(strings = {"[]", "[1]", "[1,2]", "[1,2,3,4]", "[1,2,3,{\"a\":4}]"})
    void aDenseVectorOfAnotherLengthIsRefusedWithBothLengths(String x) {
        Rejection rejection = refused(dense().decode(raw(x(x))), RejectionCode.DIMENSION);
        assertThat(rejection.field()).isEqualTo("/x");
        assertThat(rejection.detail()).contains("must hold 3 numbers: got ");
    }

    @DisplayName("row 41: x switches from dense to named")
    @Test
    void denseAndNamedInputsMayAlternate() {
        JsonEventDecoder decoder = dense();
        assertThat(accepted(decoder.decode(raw(x("[1,null,-3e0]")))).example().numbers())
                .containsExactly(1, Double.NaN, -3);
        assertThat(accepted(decoder.decode(raw(x("{\"c\":3,\"a\":1}"))))
                        .example()
                        .numbers())
                .containsExactly(1, Double.NaN, 3);
    }

    @Test
    void aDenseElementThatIsNoNumberIsNamedByItsPosition() {
        assertThat(refused(dense().decode(raw(x("[1,\"2\",3]"))), RejectionCode.TYPE)
                        .field())
                .isEqualTo("/x/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "\"a\"", "true"})
    void inputsThatTakeCategoriesComeByNameOnly(String x) {
        assertThat(refused(x(x), RejectionCode.TYPE).field()).isEqualTo("/x");
        assertThat(refused(x("[1,2]"), RejectionCode.SHAPE).field()).isEqualTo("/x");
    }

    @DisplayName("row 44: unknown feature name")
    @Test
    void anUnknownInputIsIgnoredAndCountedOrRefusedInStrictMode() {
        JsonEventDecoder lenient = decoder();
        accepted(lenient.decode(raw("{\"other\":{\"deep\":1},\"x\":{\"a\":1,\"new\":2}}")));
        assertThat(lenient.unknownFields()).isEqualTo(2);
        JsonEventDecoder strict = decoder(CLASSES, new Strictness(false, true, false));
        accepted(strict.decode(raw("{\"other\":1,\"x\":{\"a\":1}}")));
        assertThat(refused(strict.decode(raw(x("{\"a\":1,\"n/w\":2}"))), RejectionCode.UNKNOWN_FEATURE)
                        .field())
                .isEqualTo("/x/n~1w");
    }

    @DisplayName("row 45: missing feature")
    @Test
    void aMissingInputIsCountedOrRefusedInStrictMode() {
        JsonEventDecoder lenient = decoder();
        accepted(lenient.decode(raw(x("{\"a\":1}"))));
        refused(lenient.decode(raw(x("{}"))), RejectionCode.FEATURES_MISSING);
        assertThat(lenient.missingInputs()).isEqualTo(2);
        refused(decoder(CLASSES, Strictness.STRICT).decode(raw(x("{\"a\":1}"))), RejectionCode.FEATURES_MISSING);
        accepted(decoder(CLASSES, Strictness.STRICT).decode(raw(VALID)));
    }

    @DisplayName("row 46: feature type flips")
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"a,`\"1.5\"`", "a,true", "a,{}", "a,[1]", "day,{}", "day,[]"})
    void anInputOfAnotherTypeIsRefusedByName(String name, String value) {
        Rejection rejection = refused(x("{\"b\":1,\"" + name + "\":" + value + "}"), RejectionCode.TYPE);
        assertThat(rejection.field()).isEqualTo("/x/" + name);
    }

    @DisplayName("row 47: all features null")
    @Test
    void anEventOfNullsIsRefused() {
        refused(x("{\"a\":null,\"b\":null,\"day\":null}"), RejectionCode.FEATURES_MISSING);
    }

    @DisplayName("row 50: hostile feature names")
    @ParameterizedTest
    @ValueSource(
            strings = {"__proto__", "quo\\\"te", "line\\nbreak", "\\u0000", "😀", "שלום\\u202e", "a b", "x.y", "~", "/"
            })
    void aHostileNameIsIgnoredAndSafelyNamedWhenItStandsTwice(String name) {
        accepted(x("{\"a\":1,\"" + name + "\":1}"));
        Rejection rejection =
                refused(x("{\"a\":1,\"" + name + "\":1,\"" + name + "\":1}"), RejectionCode.DUPLICATE_FIELD);
        assertThat(rejection.detail()).isEqualTo(SafeText.of(rejection.detail()));
        assertThat(rejection.field()).startsWith("/x/").isEqualTo(SafeText.of(String.valueOf(rejection.field())));
        assertThat(rejection.detail()).doesNotContain("\n", "\0", "\u202e");
    }

    @Test
    void declaredNamesMayBeHostileToo() {
        List<String> names = List.of("__proto__", "quo\"te", "a/b", "m~n", "line\nbreak", "😀", " ", "");
        FeatureSchema schema = new FeatureSchema(
                names, List.of(), names.stream().map(n -> true).toList());
        byte[] json = new EventWriter(names, List.of())
                .write(null, null, TIME, new double[] {0, 1, 2, 3, 4, 5, 6, 7}, List.of(), null, 1);
        JsonEventDecoder decoder = new JsonEventDecoder(EventMapping.CANONICAL, schema, CLASSES);
        for (int twice = 0; twice < 2; twice++) {
            assertThat(accepted(decoder.decode(raw("k".getBytes(UTF_8), json)))
                            .example()
                            .numbers())
                    .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    @Test
    void anIdIsTextOrAnInteger() {
        assertThat(accepted("{\"id\":\"😀\",\"x\":{\"a\":1}}").id()).isEqualTo("😀");
        assertThat(accepted("{\"id\":123456789012345678901234567890,\"x\":{\"a\":1}}")
                        .id())
                .isEqualTo("123456789012345678901234567890");
        assertThat(accepted("{\"id\":\"\",\"x\":{\"a\":1}}").id()).isEqualTo("3:77");
        refused("{\"id\":1.5,\"x\":{\"a\":1}}", RejectionCode.TYPE);
        refused("{\"id\":[],\"x\":{\"a\":1}}", RejectionCode.TYPE);
        refused("{\"id\":\"" + "i".repeat(257) + "\",\"x\":{\"a\":1}}", RejectionCode.TOO_LONG);
    }

    @Test
    void aBodyKeyIsTextOrAnInteger() {
        JsonEventDecoder decoder = decoder();
        assertThat(accepted(decoder.decode(raw(null, "{\"key\":17,\"x\":{\"a\":1}}".getBytes(UTF_8))))
                        .key())
                .isEqualTo("17");
        assertThat(accepted(decoder.decode(raw(
                                "ключ😀".getBytes(UTF_8),
                                "{\"key\":\"\\u043aлюч😀\",\"x\":{\"a\":1}}".getBytes(UTF_8))))
                        .key())
                .isEqualTo("ключ😀");
        refused("{\"key\":true,\"x\":{\"a\":1}}", RejectionCode.TYPE);
        assertThat(refused("{\"key\":\"\\u001b[2J\",\"x\":{\"a\":1}}", RejectionCode.KEY_MISMATCH)
                        .detail())
                .contains("\\u001b[2J");
    }

    @Test
    void aCategoryIsItsTextOrItsLiteral() {
        for (String value : List.of("\"1\"", "1")) {
            assertThat(accepted(x("{\"day\":" + value + "}")).example().categories())
                    .containsExactly(CategoryHash.of("1"));
        }
        assertThat(accepted(x("{\"day\":true}")).example().categories()).containsExactly(CategoryHash.of("true"));
        assertThat(accepted(x("{\"day\":\"\"}")).example().categories()).containsExactly(CategoryHash.of(""));
        assertThat(accepted(x("{\"day\":\"Ünïcödé 😀 \\u00e9\\n\"}")).example().categories())
                .containsExactly(CategoryHash.of("Ünïcödé 😀 é\n"));
        assertThat(accepted(x("{\"day\":\"" + "é".repeat(50_000) + "\"}"))
                        .example()
                        .categories())
                .containsExactly(CategoryHash.of("é".repeat(50_000)));
        refused(x("{\"day\":NaN}"), RejectionCode.NON_FINITE);
    }

    @DisplayName("row 51: names equal after normalisation")
    @Test
    void namesThatLookAlikeAreTwoNames() {
        accepted(x("{\"a\":1,\"\\u00e9\":1,\"e\\u0301\":1}"));
    }
}
