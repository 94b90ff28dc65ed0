package dev.freshet.jobs.pipeline;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The published JSON Schema, and what a document breaks of it in this product's own words. */
final class PipelineSchema {
    private static final String RESOURCE = "/dev/freshet/pipeline.schema.json";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PipelineSchema() {}

    /** Adds what is wrong with {@code root}; a place that is already reported is not looked at again. */
    static void check(YamlNode root, Problems problems) {
        Set<String> reported = problems.paths();
        Set<String> repeating = new HashSet<>();
        for (Error error : Holder.SCHEMA.validate(json(root))) {
            YamlNode node = find(root, error.getInstanceLocation());
            // One error per repeated entry, each of which would report them all.
            boolean again = error.getKeyword().equals("uniqueItems")
                    && !repeating.add(node.at().path());
            if (!again && !reported.contains(node.at().path())) {
                new Violation(error, subschema(error), node).report(problems);
            }
        }
    }

    /** The schema itself. */
    static JsonNode document() {
        return Holder.DOCUMENT;
    }

    private static JsonNode subschema(Error error) {
        String keyword = String.valueOf(error.getSchemaLocation().getFragment());
        return Holder.DOCUMENT.at(keyword.substring(0, keyword.lastIndexOf('/')));
    }

    private static YamlNode find(YamlNode root, NodePath path) {
        YamlNode node = root;
        for (int i = 0; i < path.getNameCount(); i++) {
            Object element = path.getElement(i);
            if (node instanceof YamlNode.Sequence sequence && element instanceof Integer index) {
                node = sequence.items().get(index);
            } else if (node instanceof YamlNode.Mapping mapping
                    && mapping.entries().containsKey(String.valueOf(element))) {
                node = mapping.entry(String.valueOf(element)).value();
            }
        }
        return node;
    }

    private static JsonNode json(YamlNode node) {
        if (node instanceof YamlNode.Mapping mapping) {
            ObjectNode object = JSON.objectNode();
            mapping.entries().forEach((key, entry) -> object.set(key, json(entry.value())));
            return object;
        }
        if (node instanceof YamlNode.Sequence sequence) {
            ArrayNode array = JSON.arrayNode();
            sequence.items().forEach(item -> array.add(json(item)));
            return array;
        }
        return scalar((YamlNode.Scalar) node);
    }

    private static JsonNode scalar(YamlNode.Scalar scalar) {
        Object value = scalar.value();
        if (value instanceof String text) {
            return JSON.stringNode(text);
        }
        if (value instanceof Boolean truth) {
            return JSON.booleanNode(truth);
        }
        if (value instanceof BigInteger integer) {
            return JSON.numberNode(integer);
        }
        return value instanceof Double number ? JSON.numberNode(number) : JSON.nullNode();
    }

    /** Read once, when the first file is. */
    private static final class Holder {
        private static final JsonNode DOCUMENT = read();
        private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(DOCUMENT);

        private static JsonNode read() {
            try (InputStream in = PipelineSchema.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException("resource " + RESOURCE + " is missing from this build");
                }
                return JsonMapper.shared().readTree(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
