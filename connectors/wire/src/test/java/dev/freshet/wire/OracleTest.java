package dev.freshet.wire;

import static dev.freshet.wire.Decoding.CLASSES;
import static dev.freshet.wire.Decoding.raw;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.model.Example;
import dev.freshet.model.Task;
import dev.freshet.model.encode.CategoryHash;
import dev.freshet.model.encode.FeatureSchema;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The decoder against a tree of the same document that jackson-databind made, read with Jackson's own pointers. */
class OracleTest {
    private static final int CASES = 20_000;
    private static final EventMapping MAPPING = new EventMapping("/key", "/id", null, "/y", "/w", "/x");
    private static final FeatureSchema SCHEMA = new FeatureSchema(
            List.of("a", "b", "/q/a~1b", "/é/0"), List.of("day", "😀"), List.of(true, true, true, true));
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonEventDecoder decoder = new JsonEventDecoder(MAPPING, SCHEMA, CLASSES);
    private final Map<RejectionCode, Integer> refused = new EnumMap<>(RejectionCode.class);
    private int accepted;

    @Test
    void anAcceptedDocumentHoldsWhatAnotherReaderFindsThere() {
        for (int seed = 0; seed < CASES; seed++) {
            String json = document(new Gen(seed));
            Decoded decoded = decoder.decode(raw(null, json.getBytes(UTF_8)));
            if (decoded instanceof Event event) {
                accepted++;
                compare(event, tree(json, seed), "seed " + seed + ": " + json);
            } else {
                refused.merge(((Rejection) decoded).code(), 1, Integer::sum);
            }
        }
        assertThat(accepted).as("%s", refused).isGreaterThan(CASES / 10);
        assertThat(refused.keySet())
                .contains(RejectionCode.TYPE, RejectionCode.DUPLICATE_FIELD, RejectionCode.LABEL_DOMAIN)
                .doesNotContain(RejectionCode.MALFORMED, RejectionCode.TRAILING_DATA, RejectionCode.ENCODING);
    }

    @Test
    void whatIsRefusedAsNoJsonIsNoJsonToAnotherReaderEither() {
        int compared = 0;
        for (int seed = 0; seed < CASES; seed++) {
            Gen gen = new Gen(seed);
            byte[] value = gen.damaged(document(gen).getBytes(UTF_8));
            Decoded decoded = decoder.decode(raw("k".getBytes(UTF_8), value));
            if (decoded instanceof Rejection r
                    && (r.code() == RejectionCode.MALFORMED || r.code() == RejectionCode.TRAILING_DATA)) {
                compared++;
                assertThat(parses(value)).as("seed %s: %s", seed, r.detail()).isFalse();
            } else if (decoded instanceof Event) {
                assertThat(parses(value)).as("seed %s", seed).isTrue();
            }
        }
        assertThat(compared).isGreaterThan(CASES / 4);
    }

    private static boolean parses(byte[] json) {
        try {
            return !STRICT.readTree(new String(json, UTF_8)).isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** Mostly an event, with some values of any kind. */
    private static String document(Gen gen) {
        StringBuilder json = new StringBuilder("{" + gen.blank() + "\"key\":" + gen.quoted("NSW"));
        field(gen, json, "id", gen.oneOf(List.of("7", "\"i\"", "null")));
        field(gen, json, "y", gen.oneOf(List.of("\"UP\"", "1", "true", "null", "\"DOWN\"")));
        field(gen, json, "w", gen.oneOf(List.of("0", "1", "0.5", "1e3", "null")));
        field(gen, json, "é", "[" + gen.number() + "," + gen.value(2) + "]");
        field(gen, json, "q", "{" + gen.quoted("a/b") + ":" + gen.number() + "}");
        field(gen, json, "zz", gen.value(3));
        String inputs = "{" + gen.quoted("a") + ":" + gen.number();
        inputs += gen.chance(0.8) ? "," + gen.quoted("b") + ":" + gen.number() : "";
        inputs += gen.chance(0.8) ? "," + gen.quoted("day") + ":" + gen.string() : "";
        inputs += gen.chance(0.5) ? "," + gen.quoted("😀") + ":" + gen.value(0) : "";
        inputs += gen.chance(0.3) ? "," + gen.quoted(gen.name()) + ":" + gen.value(1) : "";
        field(gen, json, "x", inputs + "}");
        return json.append('}').append(gen.blank()).toString();
    }

    private static void field(Gen gen, StringBuilder json, String name, String usual) {
        if (gen.chance(0.9)) {
            json.append(gen.blank())
                    .append(',')
                    .append(gen.blank())
                    .append(gen.quoted(name))
                    .append(gen.blank());
            json.append(':').append(gen.chance(0.03) ? gen.value(2) : usual);
        }
    }

    private static JsonNode tree(String json, int seed) {
        try {
            return STRICT.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("seed " + seed + " was accepted: " + json, e);
        }
    }

    private static void compare(Event event, JsonNode tree, String what) {
        Example example = event.example();
        List<Object> found = new ArrayList<>(List.of(event.key(), example.weight(), example.label()));
        JsonNode weight = tree.path("w");
        JsonNode label = tree.path("y");
        int index = ((Task.Classification) CLASSES).classes().indexOf(label.asText());
        List<Object> expected = new ArrayList<>(List.of(
                tree.path("key").asText(),
                absent(weight) ? 1.0 : weight.doubleValue(),
                absent(label) ? Double.NaN : (double) index));
        JsonNode id = tree.path("id");
        found.add(id.isIntegralNumber() ? new BigInteger(event.id()) : event.id());
        expected.add(
                id.isIntegralNumber()
                        ? id.bigIntegerValue()
                        : absent(id) || id.asText().isEmpty() ? "3:77" : id.asText());
        for (int i = 0; i < example.numbers().length; i++) {
            JsonNode number = tree.at(MAPPING.featurePointer(SCHEMA.numbers().get(i)));
            found.add(example.numbers()[i] + 0.0);
            expected.add(absent(number) ? Double.NaN : number.doubleValue() + 0.0);
        }
        for (int i = 0; i < example.categories().length; i++) {
            JsonNode category =
                    tree.at(MAPPING.featurePointer(SCHEMA.categories().get(i)));
            if (!category.isNumber()) {
                found.add(example.categories()[i]);
                expected.add(absent(category) ? CategoryHash.MISSING : CategoryHash.of(category.asText()));
            }
        }
        assertThat(found).as(what).isEqualTo(expected);
    }

    private static boolean absent(JsonNode node) {
        return node.isNull() || node.isMissingNode();
    }
}
