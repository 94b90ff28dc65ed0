package dev.freshet.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PipelineSchemaTest {
    /** Chains and schedules hold others of their kind. */
    private static final int DEEPEST = 5;

    private static final Set<String> OPEN = Set.of("kafka.properties");

    @Test
    void theSchemaIsOne() {
        var meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(meta.validate(PipelineSchema.document())).isEmpty();
    }

    @Test
    void everyKeyIsExplainedToAnEditor() {
        eachKey((path, schema) -> {
            assertThat(schema.path("title").asString("")).as(path + " title").isNotEmpty();
            assertThat(schema.path("description").asString(""))
                    .as(path + " description")
                    .endsWith(".");
        });
    }

    @Test
    void noMappingTakesUnknownKeys() {
        eachKey((path, schema) -> {
            if (schema.path("type").asString("").equals("object") && !OPEN.contains(path)) {
                assertThat(schema.path("additionalProperties").toString())
                        .as(path)
                        .isEqualTo("false");
            }
        });
    }

    @Test
    void noRuleNeedsABranchThatAnErrorCouldNotName() {
        assertThat(PipelineSchema.document().toString()).doesNotContain("oneOf", "anyOf", "allOf", "\"not\"", "\"if\"");
    }

    @Test
    void everyKeyOfTheSchemaStandsInASample() {
        Set<String> inSchema = new TreeSet<>();
        each(PipelineSchema.document(), "", 0, (path, schema) -> {
            if (!isAWord(schema)) {
                inSchema.add(path);
            }
        });
        Set<String> inSamples = new TreeSet<>();
        List<String> samples = new ArrayList<>(Sample.all());
        samples.add(Sample.SMALL + "prior: {snapshot: prior.frsh, fingerprint: \"0123456789abcdef\", shrinkage: 20}\n");
        RandomPipelines pipelines = new RandomPipelines(1);
        for (int i = 0; i < 3000; i++) {
            samples.add(PipelineWriter.write(pipelines.next()));
        }
        for (String yaml : samples) {
            Problems problems = new Problems("sample");
            YamlNode root = YamlReader.read(yaml, new Placeholders(Sample.ENV, problems), problems);
            collect(Objects.requireNonNull(root, yaml), inSamples);
        }

        assertThat(inSamples).containsAll(inSchema);
    }

    @Test
    void everyDefaultThatTheSchemaTellsEditorsIsTheOneThatIsRead() {
        List<String> yaml = new ArrayList<>();
        Pipeline bare = Sample.parse(Sample.with("{sgd: {rate: 0.1}}", "{adam: {}}"));
        eachKey((path, schema) -> {
            String value = schema.path("default").asString("");
            if (!value.isEmpty() && !path.contains("[") && !path.startsWith("model.") && !isOfARule(path)) {
                yaml.add(nested(path, value));
            }
        });

        assertThat(yaml).hasSizeGreaterThan(12);
        for (String line : yaml) {
            String text = Sample.with("{sgd: {rate: 0.1}}", "{adam: {}}").replace("metrics: {window: 1000}\n", "");
            assertThat(Sample.parse(text + line)).as(line).isEqualTo(bare);
        }
    }

    /** What has no settings is written without braces. */
    private static boolean isAWord(JsonNode schema) {
        return schema.has("properties") && schema.path("properties").isEmpty();
    }

    /** Its default is that of a rule, or of challengers, which must be there, or of a file's model, which is not itself the default. */
    private static boolean isOfARule(String path) {
        return path.startsWith("prior.")
                || path.startsWith("scoring.")
                || path.startsWith("labels.")
                || path.startsWith("commands.")
                || path.startsWith("select")
                || (path.startsWith("drift.") && path.split("\\.").length > 2);
    }

    private static String nested(String path, String value) {
        String[] keys = path.split("\\.");
        String open = String.join(": {", keys);
        return open + ": " + value + "}".repeat(keys.length - 1) + "\n";
    }

    private static void eachKey(BiConsumer<String, JsonNode> visit) {
        each(PipelineSchema.document(), "", DEEPEST, visit);
    }

    /** Goes into what a schema refers to, once on each way down. */
    private static void each(JsonNode schema, String path, int deepest, BiConsumer<String, JsonNode> visit) {
        String definition = schema.path("$ref").asString("");
        if (!definition.isEmpty() && path.split("\\.").length <= deepest) {
            each(PipelineSchema.document().at(definition.substring(1)), path, deepest, visit);
        }
        for (String key : schema.path("properties").propertyNames()) {
            JsonNode child = schema.path("properties").path(key);
            String childPath = path.isEmpty() ? key : path + "." + key;
            visit.accept(childPath, child);
            each(child, childPath, deepest, visit);
        }
        if (schema.has("items")) {
            each(schema.path("items"), path + "[]", deepest, visit);
        }
    }

    private static void collect(YamlNode node, Set<String> paths) {
        paths.add(node.at().path().replaceAll("\\[[0-9]+]", "[]"));
        if (node instanceof YamlNode.Mapping mapping) {
            mapping.entries().values().forEach(entry -> collect(entry.value(), paths));
        } else if (node instanceof YamlNode.Sequence sequence) {
            sequence.items().forEach(item -> collect(item, paths));
        }
    }
}
