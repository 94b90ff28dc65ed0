package dev.freshet.wire;

import static dev.freshet.wire.Decoding.CLASSES;
import static dev.freshet.wire.Decoding.TIME;
import static dev.freshet.wire.Decoding.accepted;
import static dev.freshet.wire.Decoding.raw;
import static dev.freshet.wire.Decoding.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.model.Example;
import dev.freshet.model.encode.CategoryHash;
import dev.freshet.model.encode.FeatureSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventMappingTest {
    private static final FeatureSchema ONE = new FeatureSchema(List.of("a"), List.of(), List.of(true));

    private static Event decode(EventMapping mapping, FeatureSchema schema, String json) {
        return accepted(new JsonEventDecoder(mapping, schema, CLASSES).decode(raw(null, json.getBytes(UTF_8))));
    }

    @ParameterizedTest
    @CsvSource({"region,/region", "/a/b,/a/b", "m~n,/m~0n", "a/b,/a~1b", "'',/"})
    void aBareNameIsAFieldOfTheBody(String name, String pointer) {
        assertThat(EventMapping.pointer(name)).isEqualTo(pointer);
    }

    @Test
    void aFlatBodyIsMapped() {
        EventMapping flat = new EventMapping("/region", "/n", "/when", "/class", null, "");
        Event event = decode(
                flat,
                new FeatureSchema(List.of("price"), List.of("day"), List.of(true)),
                "{\"region\":\"NSW\",\"class\":\"UP\",\"when\":" + TIME
                        + ",\"price\":0.05,\"n\":9,\"day\":3,\"w\":\"x\"}");
        assertThat(event.key()).isEqualTo("NSW");
        assertThat(event.id()).isEqualTo("9");
        assertThat(event.example().label()).isEqualTo(1);
        assertThat(event.example().numbers()).containsExactly(0.05);
        assertThat(event.example().categories()).containsExactly(CategoryHash.of("3"));
        assertThat(event.example().weight()).isEqualTo(1);
    }

    @Test
    void pointersReachIntoObjectsAndArrays() {
        EventMapping nested = new EventMapping("/meta/who~1what", null, null, "/labels/1", null, "/body/in");
        Example example = decode(
                        nested,
                        new FeatureSchema(
                                List.of("a", "/meta/n", "/list/0/v"), List.of("/body/tag"), List.of(true, true, true)),
                        "{\"body\":{\"tag\":\"t\",\"in\":{\"a\":1}},\"list\":[{\"v\":3,\"u\":0},{\"v\":4}],\"labels\":[\"x\",\"UP\"],"
                                + "\"meta\":{\"n\":2,\"who/what\":\"k\"}}")
                .example();
        assertThat(example.numbers()).containsExactly(1, 2, 3);
        assertThat(example.categories()).containsExactly(CategoryHash.of("t"));
        assertThat(example.label()).isEqualTo(1);
    }

    @Test
    void whatAPointerPassesThroughMayBeAnythingAndThenLacksTheField() {
        EventMapping nested = new EventMapping(null, "/meta/id", null, null, null, "");
        for (String meta : List.of("null", "1", "\"m\"", "[]", "[{\"id\":1}]", "{}", "true")) {
            Event event =
                    accepted(new JsonEventDecoder(nested, ONE, CLASSES).decode(raw("{\"a\":1,\"meta\":" + meta + "}")));
            assertThat(event.id()).isEqualTo("3:77");
        }
    }

    @Test
    void aFieldThatAMappingDoesNotNameIsIgnoredWhateverItHolds() {
        EventMapping none = new EventMapping(null, null, null, null, null, "/x");
        Event event = accepted(new JsonEventDecoder(none, ONE, CLASSES)
                .decode(raw("{\"x\":{\"a\":1},\"key\":{},\"id\":[],\"ts\":\"now\",\"y\":7,\"w\":-1}")));
        assertThat(event.key()).isEqualTo("NSW");
        assertThat(event.example().labelled()).isFalse();
    }

    @Test
    void aFieldTwiceIsFoundAtEveryKnownLevel() {
        EventMapping nested = new EventMapping(null, null, null, "/o/y", null, "/x");
        JsonEventDecoder decoder = new JsonEventDecoder(nested, ONE, CLASSES);
        for (String json : List.of(
                "{\"x\":{\"a\":1},\"x\":{}}",
                "{\"x\":{\"a\":1},\"o\":{\"y\":null},\"o\":1}",
                "{\"x\":{\"a\":1},\"o\":{\"y\":null,\"y\":null}}",
                "{\"x\":{\"a\":1},\"o\":{\"q\":1,\"q\":1}}")) {
            refused(decoder.decode(raw(json)), RejectionCode.DUPLICATE_FIELD);
        }
        accepted(decoder.decode(raw("{\"x\":{\"a\":1,\"q\":1},\"o\":{\"y\":null,\"q\":1},\"q\":1}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "a/b", "/a~", "/a~2", "~0", ""})
    void aPointerMustBeOne(String pointer) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventMapping(pointer, null, null, null, null, "/x"))
                .withMessageContaining("mapping.key must")
                .withMessageContaining(": got ");
    }

    @Test
    void twoRolesNeedTwoFields() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventMapping("/k", "/k", null, null, null, "/x"))
                .withMessageContaining("mapping.id and mapping.key must be separate fields: got /k and /k");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventMapping("/k", null, null, "/k/y", null, "/x"))
                .withMessageContaining("mapping.label and mapping.key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventMapping("/k", null, null, null, null, "/k/x"))
                .withMessageContaining("mapping.features must not lie in mapping.key");
        assertThat(new EventMapping("/k", null, null, "/ky", null, "").features())
                .isEmpty();
    }

    @Test
    void anInputIsNotTheLabelNorWithinAnotherValue() {
        EventMapping flat = new EventMapping("/key", null, null, "/y", null, "");
        for (String name : List.of("y", "/y/z", "key")) {
            FeatureSchema schema = new FeatureSchema(List.of(name), List.of(), List.of(true));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new JsonEventDecoder(flat, schema, CLASSES))
                    .withMessageContaining(": got ");
        }
        FeatureSchema twice = new FeatureSchema(List.of("a"), List.of("/a"), List.of(true));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JsonEventDecoder(flat, twice, CLASSES))
                .withMessageContaining("feature /a must be a field of its own: got /a, which is the input");
        FeatureSchema bad = new FeatureSchema(List.of("/a~"), List.of(), List.of(true));
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonEventDecoder(flat, bad, CLASSES));
    }

    @Test
    void limitsMustBePositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DecodeLimits(1, 0, 1, 1, 1, 1, 1, 1, 1, 1))
                .withMessage("limits.depth must lie in [1, 1000]: got 0");
    }

    @Test
    void settingsTravelToWhereTheyAreUsed() throws Exception {
        List<Object> settings = List.of(EventMapping.CANONICAL, DecodeLimits.DEFAULT, Strictness.STRICT);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(settings);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(settings);
        }
    }
}
