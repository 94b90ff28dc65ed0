package dev.freshet.wire;

import static dev.freshet.wire.Decoding.CLASSES;
import static dev.freshet.wire.Decoding.accepted;
import static dev.freshet.wire.Decoding.raw;
import static dev.freshet.wire.Decoding.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.model.Example;
import dev.freshet.model.encode.FeatureSchema;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts and sparse vectors. */
class WideInputsTest {
    private static final FeatureSchema SPARSE = new FeatureSchema(List.of(), List.of(), List.of(), List.of(), 1_000);
    private static final FeatureSchema MIXED =
            new FeatureSchema(List.of("a"), List.of("day"), List.of(true), List.of("title", "/body/text"), 1_000);

    private static JsonEventDecoder decoder(FeatureSchema schema) {
        return new JsonEventDecoder(EventMapping.CANONICAL, schema, CLASSES);
    }

    private static Example read(FeatureSchema schema, String json) {
        return accepted(decoder(schema).decode(raw(json))).example();
    }

    private static Rejection refusal(String sparse, RejectionCode code) {
        return refused(decoder(SPARSE).decode(raw("{\"x\":" + sparse + "}")), code);
    }

    @Test
    void aSparseVectorIsIndicesAndValuesOfWhichEitherMayComeFirst() {
        for (String x : List.of("{\"i\":[2,7,999],\"v\":[0.5,-1,1e3]}", "{\"v\":[0.5,-1,1e3],\"i\":[2,7,999]}")) {
            Example example = read(SPARSE, "{\"x\":" + x + ",\"y\":\"UP\"}");

            assertThat(example.indices()).containsExactly(2, 7, 999);
            assertThat(example.values()).containsExactly(0.5f, -1, 1_000);
            assertThat(example.labelled()).isTrue();
        }
    }

    @Test
    void allKindsOfInputsStandBesideEachOther() {
        Example example = read(
                MIXED,
                "{\"body\":{\"text\":\"\\u00e9 😀\"},"
                        + "\"x\":{\"i\":[3],\"title\":\"Hello\",\"a\":2,\"v\":[4],\"day\":\"Mon\",\"zz\":0}}");

        assertThat(example.numbers()).containsExactly(2);
        assertThat(example.categories()).hasSize(1);
        assertThat(example.texts()).containsExactly("Hello", "é 😀");
        assertThat(example.indices()).containsExactly(3);
        assertThat(example.values()).containsExactly(4);
    }

    @Test
    void aTextThatIsNotThereIsMissingAndCounted() {
        JsonEventDecoder decoder = decoder(MIXED);
        Example first =
                accepted(decoder.decode(raw("{\"x\":{\"title\":\"once\"}}"))).example();
        Example second = accepted(decoder.decode(raw("{\"x\":{\"title\":null,\"a\":1}}")))
                .example();

        assertThat(first.texts()).containsExactly("once", null);
        assertThat(second.texts()).containsExactly(null, null);
        assertThat(second.indices()).isEmpty();
        assertThat(decoder.missingInputs()).isEqualTo(4 + 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "[\"a\"]", "{}"})
    void aTextOfAnotherTypeIsRefused(String value) {
        Rejection rejection =
                refused(decoder(MIXED).decode(raw("{\"x\":{\"title\":" + value + "}}")), RejectionCode.TYPE);

        assertThat(rejection.field()).isEqualTo("/x/title");
        assertThat(rejection.detail()).startsWith("/x/title must be a string or null: got ");
    }

    @Test
    void aVectorOfNoEntriesIsOneOfZeros() {
        assertThat(read(SPARSE, "{\"x\":{\"i\":[],\"v\":[]}}").indices()).isEmpty();
        refusal("{}", RejectionCode.FEATURES_MISSING);
        refusal("{\"i\":null,\"v\":null}", RejectionCode.FEATURES_MISSING);
    }

    @DisplayName("row 42: sparse i and v lengths differ")
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"i\":[1,2],\"v\":[1]}; 2 indices and 1 values",
                "{\"i\":[1],\"v\":[]}; 1 indices and 0 values",
                "{\"i\":[1]}; 1 indices and 0 values",
                "{\"v\":[1,1],\"i\":null}; 0 indices and 2 values"
            })
    void otherThanOneValuePerIndexIsRefused(String sparse, String found) {
        Rejection rejection = refusal(sparse, RejectionCode.DIMENSION);

        assertThat(rejection.field()).isEqualTo("/x");
        assertThat(rejection.detail()).isEqualTo("a sparse part must have one value per index: got " + found);
    }

    @DisplayName("row 43: sparse index negative / >= dim / duplicate")
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[0,-1]; /x/i/1; /x/i/1 must lie in [0, 1000): got -1",
                "[1000,0]; /x/i/0; /x/i/0 must lie in [0, 1000): got 1000",
                "[4294967296,0]; /x/i/0; /x/i/0 must lie in [0, 1000): got 4294967296",
                "[99999999999999999999,0]; /x/i/0; /x/i/0 must lie in [0, 1000): got 99999999999999999999",
                "[5,5]; /x/i; /x/i must hold each index once: got 5 twice",
            })
    void anIndexThatIsNoColumnOrStandsTwiceIsRefused(String indices, String field, String detail) {
        Rejection rejection = refusal("{\"i\":" + indices + ",\"v\":[1,1]}", RejectionCode.INDEX);

        assertThat(rejection.field()).isEqualTo(field);
        assertThat(rejection.detail()).isEqualTo(detail);
    }

    @DisplayName("row 43: unsorted")
    @Test
    void anyOrderIsReadAsTheRisingOne() {
        Example example = read(SPARSE, "{\"x\":{\"i\":[9,0,500,3],\"v\":[-9,0.25,-500,3]}}");

        assertThat(example.indices()).containsExactly(0, 3, 9, 500);
        assertThat(example.values()).containsExactly(0.25f, 3, -9, -500);
        refusal("{\"i\":[9,0,9],\"v\":[1,2,3]}", RejectionCode.INDEX);
    }

    @DisplayName("row 48: 1 M sparse entries")
    @Test
    void moreEntriesThanTheLimitAreRefusedWithoutReadingThem() {
        String many = IntStream.range(0, 1_000_000).mapToObj(i -> "1").collect(Collectors.joining(","));
        for (String x : List.of("{\"i\":[" + many + "],\"v\":[]}", "{\"v\":[" + many + "],\"i\":[]}")) {
            JsonEventDecoder decoder = decoder(SPARSE);
            Rejection rejection = refused(decoder.decode(raw("{\"x\":" + x + "}")), RejectionCode.TOO_MANY_FEATURES);

            assertThat(rejection.detail()).endsWith(" must have at most 65536 entries: got more");
            assertThat(decoder.bytesRead()).isLessThan(200_000);
        }
    }

    @Test
    void asManyEntriesAsTheLimitAreRead() {
        FeatureSchema wide = new FeatureSchema(List.of(), List.of(), List.of(), List.of(), 1 << 24);
        int n = DecodeLimits.DEFAULT.sparseEntries();
        String falling = IntStream.range(0, n).mapToObj(i -> "" + (n - i)).collect(Collectors.joining(","));

        Example example = read(wide, "{\"x\":{\"i\":[" + falling + "],\"v\":[" + falling + "]}}");
        assertThat(example.indices()).hasSize(n).startsWith(1, 2, 3);
        assertThat(example.values()).startsWith(1, 2, 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"i\":{},\"v\":[]}; TYPE; /x/i must be an array: got an object",
                "{\"i\":[1.0],\"v\":[1]}; TYPE; /x/i/0 must be an integer: got 1.0",
                "{\"i\":[[1]],\"v\":[1]}; TYPE; /x/i/0 must be an integer: got an array",
                "{\"i\":[1],\"v\":[null]}; TYPE; /x/v/0 must be a number: got null",
                "{\"i\":[1],\"v\":[\"1\"]}; TYPE; /x/v/0 must be a number: got the string \"1\"",
                "{\"i\":[1],\"v\":[NaN]}; NON_FINITE; /x/v/0 must be a finite double: got NaN, send null where there is no number",
                "{\"i\":[1],\"v\":[1e39]}; DIVERGENCE; /x/v/0 must fit float32, since nothing scales it: got 1.0E39",
                "{\"i\":[1],\"i\":[1],\"v\":[1]}; DUPLICATE_FIELD; a field must stand once in its object: got /x/i twice",
                "[1,2]; SHAPE; /x must be an object, since an array only holds numbers: got an array, send the inputs by name"
            })
    void aVectorOfAnotherFormIsRefused(String sparse, RejectionCode code, String detail) {
        assertThat(refusal(sparse, code).detail()).isEqualTo(detail);
    }

    @Test
    void anEventAfterARefusedOneKeepsNothingOfIt() {
        JsonEventDecoder decoder = decoder(MIXED);
        refused(decoder.decode(raw("{\"x\":{\"title\":\"old\",\"i\":[1,2],\"v\":[1]}}")), RejectionCode.DIMENSION);
        Example example = accepted(decoder.decode(raw("{\"x\":{\"a\":1}}"))).example();

        assertThat(example.texts()).containsExactly(null, null);
        assertThat(example.indices()).isEmpty();
    }

    @Test
    void anInputMayNotBeCalledAsTheSparsePartIs() {
        FeatureSchema clash = new FeatureSchema(List.of("i"), List.of(), List.of(true), List.of(), 5);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> decoder(clash))
                .withMessage("the sparse part's indices must be a field of its own: got /x/i, which is the input");
    }
}
